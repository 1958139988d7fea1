package entitlement

import (
	"slices"
	"testing"
)

// Names of plans are those of Microsoft's table
// (learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).
func TestWhichApplicationsAPlanSwitchesOn(t *testing.T) {
	mailbox, sites, teams := []string{"Exchange"}, []string{"SharePoint", "OneDrive"}, []string{"Teams"}
	for plan, want := range map[string][]string{
		"EXCHANGE_S_ENTERPRISE": mailbox, "EXCHANGE_S_DESKLESS": mailbox, "EXCHANGE_B_STANDARD": mailbox, "EXCHANGE_L_STANDARD": mailbox,
		"EXCHANGE_S_FOUNDATION": nil, "EXCHANGE_S_ARCHIVE_ADDON": nil, "EXCHANGE_ANALYTICS": nil,
		"SHAREPOINTENTERPRISE": sites, "SHAREPOINTSTANDARD_EDU": sites, "SHAREPOINTDESKLESS": sites, "SHAREPOINT_S_DEVELOPER": sites,
		"SHAREPOINTWAC": nil, "SHAREPOINTWAC_DEVELOPER": nil, "SHAREPOINT_PROJECT": nil, "SHAREPOINTSTORAGE": nil,
		"ONEDRIVESTANDARD": {"OneDrive"}, "ONEDRIVEENTERPRISE": {"OneDrive"}, "ONEDRIVE_BASIC": nil, "ONEDRIVE_BASIC_P2": nil,
		"TEAMS1": teams, "TEAMS_GOV": teams, "TEAMS_AR_DOD": teams,
		"TEAMSPRO_MGMT": nil, "TEAMSMULTIGEO": nil, "TEAMS_ADVCOMMS": nil, "Teams_Room_Basic": nil,
		"YAMMER_ENTERPRISE": {"Yammer"}, "VIVAENGAGE_CORE": {"Yammer"}, "VIVAENGAGE_KNOWLEDGE": nil,
		"MCOSTANDARD": {"Skype For Business"}, "MCOEV": nil,
	} {
		t.Run("given "+plan, func(t *testing.T) {
			if want == nil { // an application of its own
				want = []string{plan}
			}
			if got := ApplicationsOf(plan); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

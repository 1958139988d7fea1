package entitlement

import "strings"

// plansOf says which service plans switch on the applications whose use
// Microsoft reports, by the beginnings of their names. The first that fits
// counts. Those of Copilot are by what Microsoft calls the plans: Chat, in Teams, and in
// Productivity Apps (learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).
var plansOf = []struct {
	prefix       string
	applications []string
}{
	// Parts of many licenses that give no mailbox.
	{"EXCHANGE_S_FOUNDATION", nil},
	{"EXCHANGE_S_ARCHIVE", nil},
	{"EXCHANGE_S_", []string{"Exchange"}},
	{"EXCHANGE_B_", []string{"Exchange"}},
	{"EXCHANGE_L_", []string{"Exchange"}},
	// What uses sites of SharePoint, or adds room to them, gives none.
	{"SHAREPOINTWAC", nil},
	{"SHAREPOINT_PROJECT", nil},
	{"SHAREPOINTSTORAGE", nil},
	{"SHAREPOINT", []string{"SharePoint", "OneDrive"}},
	// The little OneDrive that Visio and others bring: what is done there is no use of them.
	{"ONEDRIVE_BASIC", nil},
	{"ONEDRIVECLIPCHAMP", nil},
	{"ONEDRIVE", []string{"OneDrive"}},
	// Teams itself; premium features, rooms and places for data are plans of their own.
	{"TEAMS1", []string{"Teams"}},
	{"TEAMS_GOV", []string{"Teams"}},
	{"TEAMS_AR_", []string{"Teams"}},
	{"TEAMS_FREE", []string{"Teams"}},
	{"MCOSTANDARD", []string{"Skype For Business"}},
	{"MCOIMP", []string{"Skype For Business"}},
	{"YAMMER", []string{"Yammer"}},
	{"VIVAENGAGE_CORE", []string{"Yammer"}},
	{"M365_COPILOT_BUSINESS_CHAT", []string{"Copilot Chat"}},
	{"M365_COPILOT_TEAMS", []string{"Microsoft Teams Copilot"}},
	{
		"M365_COPILOT_APPS",
		[]string{"Word Copilot", "Excel Copilot", "PowerPoint Copilot", "Outlook Copilot", "OneNote Copilot", "Loop Copilot"},
	},
	{"OFFICESUBSCRIPTION", []string{"Microsoft 365 Apps for enterprise", "Outlook", "Word", "Excel", "PowerPoint", "OneNote"}},
	{"OFFICE_BUSINESS", []string{"Microsoft 365 Apps for business", "Outlook", "Word", "Excel", "PowerPoint", "OneNote"}},
}

// ApplicationsOf returns the applications that a service plan switches on. One
// that is not known is an application of its own, named like the plan.
func ApplicationsOf(planName string) []string {
	upper := strings.ToUpper(planName)
	for _, plan := range plansOf {
		if strings.HasPrefix(upper, plan.prefix) {
			if plan.applications == nil {
				break
			}
			return plan.applications
		}
	}
	return []string{planName}
}

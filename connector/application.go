package connector

import "strings"

// UsedApplication is an application whose use Microsoft reports user by user.
type UsedApplication int

// The applications of getOffice365ActiveUserDetail, which tells a day for each, of
// getM365AppUserDetail, which tells whether each was used in the period, and those of
// Copilot, for each of which getMicrosoft365CopilotUsageUserDetail tells a day.
const (
	Exchange UsedApplication = iota
	OneDrive
	SharePoint
	SkypeForBusiness
	Yammer
	Teams
	Outlook
	Word
	Excel
	PowerPoint
	OneNote
	CopilotInTeams
	CopilotInWord
	CopilotInExcel
	CopilotInPowerPoint
	CopilotInOutlook
	CopilotInOneNote
	CopilotInLoop
	CopilotChat

	// UsedApplications is how many there are.
	UsedApplications = iota
)

// String is the application's name, as in the reports' headers.
func (a UsedApplication) String() string {
	names := [UsedApplications]string{
		"Exchange", "OneDrive", "SharePoint", "Skype For Business", "Yammer", "Teams",
		"Outlook", "Word", "Excel", "PowerPoint", "OneNote",
		"Microsoft Teams Copilot", "Word Copilot", "Excel Copilot", "PowerPoint Copilot", "Outlook Copilot", "OneNote Copilot",
		"Loop Copilot", "Copilot Chat",
	}
	if a < 0 || int(a) >= len(names) {
		return ""
	}
	return names[a]
}

// IsCopilotPlan reports whether a service plan is one of Microsoft 365 Copilot
// (learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).
func IsCopilotPlan(name string) bool {
	const prefix = "M365_COPILOT"
	return len(name) >= len(prefix) && strings.EqualFold(name[:len(prefix)], prefix)
}

// OfCopilot reports whether an application is one of Microsoft 365 Copilot.
func (a UsedApplication) OfCopilot() bool { return a >= CopilotInTeams }

package connector

// UsedApplication is an application whose use Microsoft reports user by user.
type UsedApplication int

// The applications of getOffice365ActiveUserDetail, which tells a day for each,
// and of getM365AppUserDetail, which tells whether each was used in the period.
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

	// UsedApplications is how many there are.
	UsedApplications = iota
)

// String is the application's name, as in the reports' headers.
func (a UsedApplication) String() string {
	names := [UsedApplications]string{
		"Exchange", "OneDrive", "SharePoint", "Skype For Business", "Yammer", "Teams",
		"Outlook", "Word", "Excel", "PowerPoint", "OneNote",
	}
	if a < 0 || int(a) >= len(names) {
		return ""
	}
	return names[a]
}

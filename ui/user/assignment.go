package user

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
)

// AssignmentText says how a license came to the user and since when, whether it is
// used, and what of it is off.
func AssignmentText(a app.UserAssignment) string {
	text := WayText(a)
	if a.Since != 0 {
		text = lang.L("{{.How}} since {{.Day}}", map[string]any{"How": text, "Day": a.Since.String()})
	}
	text += "; " + assignmentActivity(a)
	if a.State != "" && a.State != "Active" {
		text += "; " + strings.TrimSpace(a.State+" "+violationText(a.Error))
	}
	if len(a.DisabledPlans) > 0 {
		text += "; " + lang.L("switched off: {{.Plans}}", map[string]any{"Plans": strings.Join(a.DisabledPlans, ", ")})
	}
	return text
}

// WayText says how a license came to the user.
func WayText(a app.UserAssignment) string {
	var ways []string
	if a.Direct {
		ways = append(ways, lang.L("assigned directly"))
	}
	for _, g := range a.Groups {
		ways = append(ways, lang.L("through group {{.Name}}", map[string]any{"Name": g.DisplayName}))
	}
	if ways == nil {
		return lang.L("assigned")
	}
	return strings.Join(ways, ", ")
}

// assignmentActivity says what is known of the user's activity as a holder of a license.
func assignmentActivity(a app.UserAssignment) string {
	days := map[string]any{"Days": app.DefaultWindow}
	switch {
	case a.Unreported && a.Activity == app.Active:
		return lang.L("active within {{.Days}} days in anything of Microsoft 365", days)
	case a.Unreported && a.Activity == app.Inactive:
		return lang.L("not active within {{.Days}} days in anything of Microsoft 365", days)
	default:
		return holderText(a.Activity)
	}
}

// holderText says what is known of a holder's activity.
func holderText(state app.Activity) string {
	days := map[string]any{"Days": app.DefaultWindow}
	switch state {
	case app.Active:
		return lang.L("active within {{.Days}} days", days)
	case app.New:
		return lang.L("new within {{.Days}} days", days)
	case app.Inactive:
		return lang.L("not active within {{.Days}} days", days)
	default:
		return lang.L("activity unknown")
	}
}

// FailureText says why a license could not be assigned and who should have given it.
func FailureText(f app.UserFailure) string {
	text := violationText(f.Error)
	if f.Group.ID != "" {
		text += "; " + lang.L("through group {{.Name}}", map[string]any{"Name": f.Group.DisplayName})
	}
	return text
}

// violationText says in words why an assignment has failed, with Microsoft's own word
// (learn.microsoft.com/graph/api/resources/licenseassignmentstate).
func violationText(violation string) string {
	var words string
	switch violation {
	case "":
		return lang.L("the reason was not told")
	case "CountViolation":
		words = lang.L("no units were left")
	case "MutuallyExclusiveViolation":
		words = lang.L("it conflicts with another license of the user")
	case "DependencyViolation":
		words = lang.L("another license that it needs is missing")
	case "ProhibitedInUsageLocationViolation":
		words = lang.L("a service is not available in the usage location")
	case "UniquenessViolation":
		words = lang.L("a mail address of the user is used twice")
	default:
		return violation
	}
	return words + " (" + violation + ")"
}

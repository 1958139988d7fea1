package reclaim

import (
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// Since is the day since which the reason holds, as far as that is known: of the last
// activity, of the assignment, or on which an import has seen the account disabled.
func (r Recommendation) Since() connector.Date {
	switch r.Reason {
	case inventory.ReasonDisabled:
		return r.Disabled
	case inventory.ReasonInactive:
		return r.LastActivity
	default:
		return r.Assigned
	}
}

// Why is the reason in words.
func (r Recommendation) Why() string { return message.Text(r.why()) }

func (r Recommendation) why() connector.Message {
	note := func(id string, data connector.Data) connector.Message { return connector.Message{ID: id, Data: data} }
	switch r.Reason {
	case inventory.ReasonDisabled:
		if r.Disabled != 0 {
			return note("reclaim.note.disabled-since", connector.Data{"Day": r.Disabled})
		}
		return note("reclaim.note.disabled", nil)
	case inventory.ReasonNeverActive:
		return note("reclaim.note.never-active", nil)
	case inventory.ReasonInactive:
		return note("reclaim.note.inactive", connector.Data{"Day": r.LastActivity})
	case inventory.ReasonRedundant:
		return note("reclaim.note.redundant", connector.Data{"Product": r.Other.Product})
	case inventory.ReasonGuest:
		return note("reclaim.note.guest", nil)
	case inventory.ReasonSmaller:
		return note("reclaim.note.smaller", connector.Data{"Product": r.Other.Product})
	case inventory.ReasonTwice:
		return note("reclaim.note.direct-and-group", nil)
	default:
		return note("reclaim.note.failed", nil)
	}
}

// Evidence is what proves the reason, in words: what the reports say up to which day, since
// when and how the user has the license.
func (r Recommendation) Evidence() string {
	var facts []string
	add := func(id string, data connector.Data) {
		facts = append(facts, message.Text(connector.Message{ID: id, Data: data}))
	}
	switch {
	case r.Reason == inventory.ReasonRedundant, r.Reason == inventory.ReasonSmaller:
		facts = append(facts, r.Why())
	}
	if len(r.Unseen) > 0 {
		add("reclaim.note.unseen", connector.Data{"Count": len(r.Unseen), "Plans": r.Unseen})
	}
	if r.Reason != inventory.ReasonTwice && r.Reason != inventory.ReasonFailed {
		add(r.activity())
	}
	if r.Unreported && (r.Reason == inventory.ReasonNeverActive || r.Reason == inventory.ReasonInactive) {
		add("reclaim.note.unreported", nil)
	}
	if r.Assigned != 0 {
		add("reclaim.note.assigned", connector.Data{"Day": r.Assigned})
	}
	if id, data := r.way(); id != "" {
		add(id, data)
	}
	if len(r.Errors) > 0 {
		add("reclaim.note.errors", connector.Data{"Errors": r.Errors})
	}
	return strings.Join(facts, "; ")
}

// activity is what the reports say of the user.
func (r Recommendation) activity() (id string, data connector.Data) {
	data = connector.Data{"Day": r.LastActivity, "Report": r.ReportDate}
	switch {
	case r.ReportDate == 0:
		return "reclaim.note.no-reports", nil
	case !r.Known:
		return "reclaim.note.unknown", data
	case r.LastActivity == 0:
		return "reclaim.note.no-activity", data
	default:
		return "reclaim.note.last-activity", data
	}
}

// way is how the license came, or should have come, to the user.
func (r Recommendation) way() (id string, data connector.Data) {
	data = connector.Data{"Groups": r.GroupNames()}
	switch {
	case len(r.Groups) == 0 && !r.Direct:
		return "", nil
	case len(r.Groups) == 0:
		return "reclaim.note.direct", nil
	case r.Direct:
		return "reclaim.note.both", data
	default:
		return "reclaim.note.groups", data
	}
}

// GroupNames are the names of the groups through which the license came, or should have.
func (r Recommendation) GroupNames() []string {
	names := make([]string, len(r.Groups))
	for i, g := range r.Groups {
		names[i] = g.DisplayName
	}
	return names
}

// ReasonText is a reason as a label in the language of the account.
func ReasonText(reason inventory.Reason) string {
	switch reason {
	case inventory.ReasonDisabled:
		return message.L("Account disabled")
	case inventory.ReasonNeverActive:
		return message.L("Never active since it was assigned")
	case inventory.ReasonInactive:
		return message.L("Inactive")
	case inventory.ReasonRedundant:
		return message.L("Contained in another license")
	case inventory.ReasonGuest:
		return message.L("Guest with a paid license")
	case inventory.ReasonSmaller:
		return message.L("A smaller license would do")
	case inventory.ReasonTwice:
		return message.L("Directly and through a group")
	default:
		return message.L("Assignment failed")
	}
}

// CertaintyText is a certainty as a label in the language of the account.
func CertaintyText(certainty inventory.Certainty) string {
	switch certainty {
	case inventory.Certain:
		return message.L("Certain")
	case inventory.Probable:
		return message.L("Probable")
	default:
		return message.L("To be reviewed")
	}
}

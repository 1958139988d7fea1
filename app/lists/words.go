package lists

import (
	"slices"
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/app/reclaim"
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/filter"
)

// Word is a value of a property, and what people call it.
type Word struct{ Value, Text string }

// Words are the values of a property of the list for which people have words in the language of the account, in the order in which
// they are offered; only says that it has no others. The console goes by the values alone.
func (l List) Words(property string) (words []Word, only bool) {
	p, _ := filter.Named(l.Properties(), property)
	switch {
	case p.Kind == filter.Number: // of people, who may be asked for by their state
		return nil, false
	case property == "reason":
		return wordsOf(inventory.Reasons, reclaim.ReasonText), true
	case property == "certainty":
		return wordsOf(inventory.Certainties, reclaim.CertaintyText), true
	case property == "event":
		return wordsOf(connector.Events(), EventText), true
	case property == "kind":
		return wordsOf(licenseKinds, KindText), true
	case property == "status":
		return wordsOf(licenseStatuses, StatusText), true
	case property == "userType":
		return wordsOf(userTypes, UserTypeText), true
	case property == "platform":
		return wordsOf(p.Values, platformText), true
	case property == "active":
		return wordsOf(p.Values, activityCalled), true
	case property == "enabled":
		return []Word{{"yes", EnabledText(true)}, {"no", EnabledText(false)}}, true
	case property == "before", property == "after": // of some events; others have a name or a number there
		return slices.Concat([]Word{{"enabled", EnabledText(true)}, {"disabled", EnabledText(false)}}, wordsOf(waysHeld, heldText)), false
	case p.Kind == filter.Flag:
		return wordsOf([]string{"yes", "no"}, yesNoText), true
	case property == "failed": // a name of a license, too
		return wordsOf(p.Values, yesNoText), false
	default:
		return wordsOf(p.Values, func(value string) string { return value }), len(p.Values) > 0
	}
}

func wordsOf[T ~string](values []T, text func(T) string) []Word {
	words := make([]Word, len(values))
	for i, value := range values {
		words[i] = Word{string(value), text(value)}
	}
	return words
}

// ValueText is what people call a value of a property: the value itself where there is no word for it.
func (l List) ValueText(property, value string) string {
	words, _ := l.Words(property)
	for _, w := range words {
		if strings.EqualFold(w.Value, value) {
			return w.Text
		}
	}
	return value
}

// ValueCalled is the value of a property that people call by a text: the text itself where that is no word for one.
func (l List) ValueCalled(property, text string) string {
	words, _ := l.Words(property)
	for _, w := range words {
		if strings.EqualFold(w.Text, text) {
			return w.Value
		}
	}
	return text
}

func yesNoText(value string) string { return message.YesNo(value == "yes") }

// EventText is what an event is called.
func EventText(event connector.Event) string {
	switch event {
	case connector.UserAdded:
		return message.L("User added")
	case connector.UserRemoved:
		return message.L("User removed")
	case connector.UserEnabled:
		return message.L("User enabled")
	case connector.UserDisabled:
		return message.L("User disabled")
	case connector.UserRenamed:
		return message.L("User renamed")
	case connector.LicenseAdded:
		return message.L("License given")
	case connector.LicenseRemoved:
		return message.L("License taken")
	case connector.LicenseFailed:
		return message.L("License failed")
	case connector.PurchasedChanged:
		return message.L("Purchased changed")
	case connector.SubscriptionChanged:
		return message.L("Subscription changed")
	default:
		return string(event)
	}
}

var waysHeld = []string{connector.HeldDirectly, connector.HeldByGroup, connector.HeldBothWays}

// heldText is how a license came to a user.
func heldText(way string) string {
	switch way {
	case connector.HeldDirectly:
		return message.L("Directly")
	case connector.HeldByGroup:
		return message.L("Through a group")
	case connector.HeldBothWays:
		return message.L("Directly and through a group")
	default:
		return way
	}
}

var licenseKinds = []inventory.Kind{inventory.Paid, inventory.Free, inventory.Trial, inventory.Viral, inventory.Device}

// KindText is what a kind of license is called.
func KindText(kind inventory.Kind) string {
	switch kind {
	case inventory.Paid:
		return message.L("Paid")
	case inventory.Free:
		return message.L("Free")
	case inventory.Trial:
		return message.L("Trial")
	case inventory.Viral:
		return message.L("Viral")
	case inventory.Device:
		return message.L("Device")
	default:
		return string(kind)
	}
}

// licenseStatuses are Microsoft's words (learn.microsoft.com/graph/api/resources/subscribedsku), and ours.
var licenseStatuses = []string{"Enabled", "Warning", "Suspended", "Deleted", "LockedOut", inventory.NotListed}

// StatusText is what the status of a license is called.
func StatusText(status string) string {
	if status == inventory.NotListed {
		return message.L("Not listed")
	}
	return status
}

// platformText is what a platform is called: in every language so.
func platformText(value string) string {
	for p := range connector.Platform(connector.Platforms) {
		if strings.EqualFold(p.String(), value) {
			return p.String()
		}
	}
	return value
}

var userTypes = []string{"Member", "Guest"}

// UserTypeText is what a type of user is called; Microsoft has two (learn.microsoft.com/graph/api/resources/user).
func UserTypeText(userType string) string {
	switch userType {
	case "Member":
		return message.L("Member")
	case "Guest":
		return message.L("Guest")
	default:
		return userType
	}
}

// EnabledText says whether an account is enabled.
func EnabledText(enabled bool) string {
	if enabled {
		return message.L("Enabled")
	}
	return message.L("Disabled")
}

// activityCalled is what a state is called that users are filtered by.
func activityCalled(value string) string {
	for _, state := range []inventory.Activity{inventory.Active, inventory.Inactive, inventory.New} {
		if inventory.StateValue(state) == value {
			return ActivityText(state)
		}
	}
	return ActivityText(inventory.Unknown)
}

// ActivityText is what a state of activity is called.
func ActivityText(state inventory.Activity) string {
	switch state {
	case inventory.Active:
		return message.L("Active")
	case inventory.New:
		return message.L("New")
	case inventory.Inactive:
		return message.L("Inactive")
	default:
		return message.L("Unknown")
	}
}

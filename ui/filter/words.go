package filter

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/lists"
)

// operatorText says how a condition compares, in words.
func operatorText(p lists.FilterProperty, o lists.FilterOperator) string {
	number, day := p.Kind == lists.FilterNumber, p.Kind == lists.FilterDay
	switch o {
	case lists.FilterIs:
		return lang.L("is")
	case lists.FilterIsNot:
		return lang.L("is not")
	case lists.FilterContains:
		return lang.L("contains")
	case lists.FilterOneOf:
		return lang.L("is one of")
	case lists.FilterBefore:
		if number {
			return lang.L("is less than")
		}
		return lang.L("is before")
	default:
		if number {
			return lang.L("is greater than")
		}
		if day {
			return lang.L("is later than")
		}
		return lang.L("is after")
	}
}

// conditionText says a condition in words.
func (b *Bar) conditionText(c lists.FilterCondition) string {
	p := propertyOf(b.list, c.Property)
	if days, used := usedWithin(p, c); used {
		return lang.L("{{.Application}} used in {{.Days}} days", map[string]any{"Application": b.title(c.Property), "Days": days})
	}
	values := make([]string, len(c.Values))
	for i, value := range c.Values {
		values[i] = valueText(b.list, p, value)
	}
	return b.title(c.Property) + " " + operatorText(p, c.Operator) + " " + strings.Join(values, ", ")
}

// usedWithin reports whether a condition is that an application was used, and within how many days before the report.
func usedWithin(p lists.FilterProperty, c lists.FilterCondition) (days int, is bool) {
	if !p.Reported || c.Operator != lists.FilterAfter {
		return 0, false
	}
	since, counted := strings.CutPrefix(strings.ToLower(c.Values[0]), "report-")
	n, err := strconv.Atoi(since)
	return n - 1, counted && err == nil && n > 1
}

// valueText is a value of a property in words.
func valueText(list lists.List, p lists.FilterProperty, value string) string {
	if value == "" {
		return lang.L("(nothing)")
	}
	if p.Kind == lists.FilterDay {
		return dayText(value, p.Reported)
	}
	return list.ValueText(p.Name, value)
}

// dayText is a day in words; reported says that it may be counted from the day of a report.
func dayText(value string, reported bool) string {
	lower := strings.ToLower(value)
	if days, before := strings.CutPrefix(lower, "report-"); before && reported {
		return lang.L("{{.Days}} days before the report", map[string]any{"Days": days})
	}
	if days, ago := strings.CutPrefix(lower, "today-"); ago {
		return lang.L("{{.Days}} days ago", map[string]any{"Days": days})
	}
	if days, ahead := strings.CutPrefix(lower, "today+"); ahead {
		return lang.L("{{.Days}} days from today", map[string]any{"Days": days})
	}
	switch lower {
	case "today":
		return lang.L("today")
	case "never":
		return lang.L("never")
	default:
		return value
	}
}

func propertyOf(list lists.List, name string) lists.FilterProperty {
	for _, p := range list.Properties() {
		if p.Name == name {
			return p
		}
	}
	return lists.FilterProperty{Name: name}
}

// PropertyTitle is what a property is called that is no column of the window's list.
func PropertyTitle(name string) string {
	switch name {
	case "license", "licenses":
		return lang.L("License")
	case "reason":
		return lang.L("Reason")
	case "products":
		return lang.L("Product")
	case "active":
		return lang.L("Activity")
	case "licensed":
		return lang.L("Licensed")
	case "application":
		return lang.L("Application")
	case "activated":
		return lang.L("Activated")
	case "failed":
		return lang.L("Failed license")
	case "platform":
		return lang.L("Platform")
	case "tenant":
		return lang.L("Tenant")
	case "userPrincipalName":
		return lang.L("User Principal Name")
	case "department":
		return lang.L("Department")
	case "country":
		return lang.L("Country")
	case "userType":
		return lang.L("Type")
	case "enabled":
		return lang.L("Account")
	case "lastActivity":
		return lang.L("Last Activity")
	case "certainty":
		return lang.L("Certainty")
	case "mail":
		return lang.L("Mail")
	case "givenName":
		return lang.L("Given name")
	case "surname":
		return lang.L("Surname")
	case "companyName":
		return lang.L("Company")
	case "jobTitle":
		return lang.L("Job title")
	case "officeLocation":
		return lang.L("Office")
	case "city":
		return lang.L("City")
	case "state":
		return lang.L("State")
	case "usageLocation":
		return lang.L("Usage location")
	case "employeeId":
		return lang.L("Employee ID")
	case "onPremisesSynced":
		return lang.L("Synchronized")
	case "created":
		return lang.L("Created")
	case "displayName":
		return lang.L("Display Name")
	case "reportDate":
		return lang.L("Report date")
	case "skuId":
		return lang.L("SKU ID")
	case "suspended":
		return lang.L("Suspended")
	case "lockedOut":
		return lang.L("Locked out")
	case "price":
		return lang.L("Price")
	case "currency":
		return lang.L("Currency")
	case "spend":
		return lang.L("Cost a month")
	case "unusedSpend":
		return lang.L("Unused a month")
	case "id":
		return lang.L("Object ID")
	default:
		return name
	}
}

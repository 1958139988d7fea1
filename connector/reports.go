package connector

import "fmt"

// ReportName is the name that Microsoft gives the usage report of a stream, by which
// its documentation and its support know it.
func ReportName(stream string) string {
	switch stream {
	case StreamActiveUsers:
		return "getOffice365ActiveUserDetail"
	case StreamAppUsers:
		return "getM365AppUserDetail"
	case StreamActivations:
		return "getOffice365ActivationsUserDetail"
	default:
		return stream
	}
}

// ShowNames says how names come to be shown in the usage reports. Microsoft has hidden
// them by default since September 2021
// (learn.microsoft.com/microsoft-365/admin/activity-reports/activity-reports).
const ShowNames = "In the Microsoft 365 admin center under Settings > Org settings > Services > Reports, clear \"Display concealed user, group, " +
	"and site names in all reports\" and execute the import again after the next refresh of the reports, which may take a day or two."

// SomeNamesConcealed is the warning for a report of which many rows name nobody.
func SomeNamesConcealed(report string, unmet, rows int64) Warning {
	return Warning{
		Message: fmt.Sprintf("%s of %s rows of the usage report %s name nobody of the tenant: for those people activity is unknown.",
			Number(unmet), Number(rows), report),
		Advice: "Some names are concealed, or many people have left. " + ShowNames,
	}
}

// ConcealedNames is the warning for a tenant whose usage reports name nobody.
func ConcealedNames() Warning {
	return Warning{Message: "The usage reports conceal the users' names, so usage cannot be assigned to users.", Advice: ShowNames}
}

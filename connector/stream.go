package connector

// The streams in which an import delivers its records. A sink keeps them apart,
// so that one can be read again from its start, or gone on with, without the
// others; and it knows from the stream how two reports about the same user are
// to be merged.
const (
	// StreamUsers is the listing of all users.
	StreamUsers = "users"
	// StreamActiveUsers is getOffice365ActiveUserDetail. It tells a day for each
	// application, so it wins wherever another report is less exact.
	StreamActiveUsers = "active-users"
	// StreamAppUsers is getM365AppUserDetail. It tells only whether an application
	// was used in the period, so its day is the last one on which the user was
	// active in any of them.
	StreamAppUsers = "app-users"
	// StreamCopilot is getMicrosoft365CopilotUsageUserDetail. It tells a day for each
	// application of Copilot, and of no other.
	StreamCopilot = "copilot"
	// StreamActivations is getOffice365ActivationsUserDetail.
	StreamActivations = "activations"
)

// ReportName is the name that Microsoft gives the usage report of a stream, by which
// its documentation and its support know it.
func ReportName(stream string) string {
	switch stream {
	case StreamActiveUsers:
		return "getOffice365ActiveUserDetail"
	case StreamAppUsers:
		return "getM365AppUserDetail"
	case StreamCopilot:
		return "getMicrosoft365CopilotUsageUserDetail"
	case StreamActivations:
		return "getOffice365ActivationsUserDetail"
	default:
		return stream
	}
}

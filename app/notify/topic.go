// Package notify writes to people who do not look: by e-mail and to webhooks, what has failed,
// what needs a decision, what ends soon, and a report from time to time. Every cause is told
// once, and once more when it is over. Nothing here can hold up an import, and no message
// has a secret in it.
package notify

// Topic is what a message is about. Its value is a word that stays as it is.
type Topic string

// The topics.
const (
	ImportFailed Topic = "import-failed"
	HeldBack     Topic = "held-back"
	Missed       Topic = "missed"
	OverAssigned Topic = "over-assigned"
	Unused       Topic = "unused"
	Renewal      Topic = "renewal"
	Expiring     Topic = "expiring"
	// ReportTopic is the weekly or monthly report.
	ReportTopic Topic = "report"
)

// Topics are all topics, in the order in which they are offered.
func Topics() []Topic {
	return []Topic{ImportFailed, HeldBack, Missed, OverAssigned, Unused, Renewal, Expiring, ReportTopic}
}

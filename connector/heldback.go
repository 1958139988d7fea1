package connector

import "fmt"

// Records is a kind of record of an inventory.
type Records string

// The kinds of records that an import is not to lose unnoticed.
const (
	UserRecords       Records = "users"
	LicenseRecords    Records = "licenses"
	AssignmentRecords Records = "assignments"
	UsageRecords      Records = "rows of usage"
)

// DefaultShare is how much of each kind of record an import may take away, in
// percent, before it is held back.
const DefaultShare = 20

// Loss is what an import would take away of one kind of record.
type Loss struct {
	Of Records `json:"of"`
	// Before and After are how many there are and would be; Removed are those that
	// would go.
	Before  int64 `json:"before"`
	After   int64 `json:"after"`
	Removed int64 `json:"removed"`
}

// Beyond says whether the loss is of more than share percent, or of everything.
// Users and licenses that go are not made up for by others that come; who has
// another license instead of the former one has lost none.
func (l Loss) Beyond(share int) bool {
	return l.Before > 0 && (l.After <= 0 || l.Gone()*100 > int64(share)*l.Before)
}

// Gone is how many go for good.
func (l Loss) Gone() int64 {
	if l.Of == UserRecords || l.Of == LicenseRecords {
		return l.Removed
	}
	return l.Before - l.After
}

// String is the loss for a log: "40 of 50 users".
func (l Loss) String() string { return fmt.Sprintf("%d of %d %s", l.Gone(), l.Before, l.Of) }

// message is the loss as a part of a sentence.
func (l Loss) message() Message {
	data := Data{"Gone": l.Gone(), "Before": l.Before}
	switch l.Of {
	case UserRecords:
		return Message{ID: "held-back.users", Data: data}
	case LicenseRecords:
		return Message{ID: "held-back.licenses", Data: data}
	case AssignmentRecords:
		return Message{ID: "held-back.assignments", Data: data}
	default:
		return Message{ID: "held-back.usage", Data: data}
	}
}

// LostRecord is one of what an import would take away.
type LostRecord struct {
	Of Records `json:"of"`
	// Name is the user's display name or the license's part number; Detail the user
	// principal name, the SKU's id or, in words, how many holders a license would keep.
	Name   string `json:"name"`
	Detail string `json:"detail"`
	// Before and After are these holders, where Detail is not in words yet.
	Before int64 `json:"-"`
	After  int64 `json:"-"`
}

// HeldBack says what an import would take away that was held back because of it.
type HeldBack struct {
	// Share is the percentage beyond which imports of the connection are held back.
	Share int `json:"share"`
	// Losses are all that would go, of which some are beyond the share.
	Losses []Loss `json:"losses"`
	// Records are the first ones of what would go; see [Loss.Removed] for all.
	Records []LostRecord `json:"records,omitempty"`
}

// MostListed is how many records of a kind are listed of what an import would take
// away.
const MostListed = 5000

// Unlisted is how many of the users that would go are not listed.
func (h HeldBack) Unlisted() int64 {
	for _, l := range h.Losses {
		if l.Of == UserRecords {
			return max(0, l.Removed-MostListed)
		}
	}
	return 0
}

// Message says what would go, and what to do about it.
func (h HeldBack) Message() Message {
	losses := make([]Message, len(h.Losses))
	for i, l := range h.Losses {
		losses[i] = l.message()
	}
	if h.Share == 100 {
		return Message{ID: "held-back.all", Data: Data{"Losses": losses}}
	}
	return Message{ID: "held-back.share", Data: Data{"Losses": losses, "Share": h.Share}}
}

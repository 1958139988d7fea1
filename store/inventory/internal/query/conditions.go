package query

import (
	"errors"
	"fmt"
	"strings"
)

// ErrUnknownColumn is returned for a sort column that there is none of.
var ErrUnknownColumn = errors.New("unknown column")

// ErrUnknownActivity is returned for a state that is none of [Activities].
var ErrUnknownActivity = errors.New("unknown state of activity")

// Conditions collects the conditions of a query.
type Conditions struct {
	All  []string
	Args []any
}

// Add adds a condition that has to hold as well.
func (f *Conditions) Add(condition string, args ...any) {
	f.All = append(f.All, condition)
	f.Args = append(f.Args, args...)
}

// Where returns the conditions as a clause; always true when there are none.
func (f *Conditions) Where() string {
	if len(f.All) == 0 {
		return " WHERE 1"
	}
	return " WHERE (" + strings.Join(f.All, ") AND (") + ")"
}

// InSources adds a condition on a uid or id that holds for rows of the chosen connections;
// none when that is every one.
func (f *Conditions) InSources(column string, chosen, every []Source) {
	if len(chosen) == len(every) {
		return
	}
	numbers := make([]string, len(chosen))
	for i, s := range chosen {
		numbers[i] = fmt.Sprint(s.Number)
	}
	f.Add(column + " >> 32 IN (" + strings.Join(numbers, ",") + ")")
}

// ErrNotFound is returned for a user that is not in the inventory.
var ErrNotFound = errors.New("not in the inventory")

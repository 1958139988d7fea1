package graph

import (
	"fmt"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector/demotenant/internal/company"
)

// Undated says how filters of createdDateTime treat the accounts of which Graph
// does not know it. What Microsoft documents
// (learn.microsoft.com/graph/aad-advanced-queries) can be read in these ways.
type Undated uint8

const (
	// UndatedInNegations has them in not(createdDateTime ge X), as what is not in
	// the comparison; createdDateTime eq null is refused, for the documentation does
	// not list the property among those that can be filtered by null.
	UndatedInNegations Undated = iota
	// UndatedNowhere leaves them out of negations too, as OData compares with null,
	// and refuses createdDateTime eq null.
	UndatedNowhere
	// UndatedApart leaves them out of negations and answers createdDateTime eq null.
	UndatedApart
)

// maxFilterNames is how many values the operator in may have.
const maxFilterNames = 15

var (
	namesFilter = regexp.MustCompile(`^userPrincipalName in \(('(?:[^']|'')*'(?:, ?'(?:[^']|'')*')*)\)$`)
	quotedName  = regexp.MustCompile(`'((?:[^']|'')*)'`)
)

// filtered returns the numbers of the users that a $filter picks. It knows the
// filters that an import sends: spans of createdDateTime, and user principal names;
// advanced says that one needs ConsistencyLevel: eventual and $count=true.
func (s *Service) filtered(text string) (numbers []int32, advanced bool, problem *Error) {
	if text == "" {
		return nil, false, badRequest("Invalid filter clause")
	}
	if names := namesFilter.FindStringSubmatch(text); names != nil {
		numbers, problem = s.named(quotedName.FindAllStringSubmatch(names[1], -1))
		return numbers, false, problem
	}
	if text == "createdDateTime eq null" && s.options.Undated == UndatedApart {
		times := s.times()
		return times.numbers[:times.undated], false, nil
	}
	from, until := int64(math.MinInt64), int64(math.MaxInt64)
	undated := s.options.Undated == UndatedInNegations
	for part := range strings.SplitSeq(text, " and ") {
		comparison, not := negated(part)
		value, known := strings.CutPrefix(comparison, "createdDateTime ge ")
		if !known {
			return nil, false, unsupported("Unsupported or invalid query filter clause specified for resource 'User'.")
		}
		at, err := time.Parse(time.RFC3339, value)
		if err != nil {
			return nil, false, badRequest("Invalid filter clause: '%s' is not a date and time such as 2026-01-31T00:00:00Z.", value)
		}
		second := at.Add(time.Second - 1).Unix()
		if not {
			until, advanced = min(until, second), true
		} else {
			from, undated = max(from, second), false
		}
	}
	return s.createdIn(from, until, undated), advanced, nil
}

// negated takes a comparison out of not(...).
func negated(text string) (string, bool) {
	if inner, is := strings.CutPrefix(text, "not("); is && strings.HasSuffix(inner, ")") {
		return strings.TrimSuffix(inner, ")"), true
	}
	return text, false
}

// named returns the numbers of the users with one of the names.
func (s *Service) named(names [][]string) ([]int32, *Error) {
	if len(names) > maxFilterNames {
		return nil, unsupported("Too many child clauses specified in search filter expression containing 'OR' operators: %d. Max allowed: %d.",
			len(names), maxFilterNames)
	}
	wanted := map[string]bool{}
	for _, name := range names {
		wanted[strings.ToLower(strings.ReplaceAll(name[1], "''", "'"))] = true
	}
	var numbers []int32
	for i := range s.company.Options.Users {
		u := s.company.User(i)
		if wanted[strings.ToLower(u.UserPrincipalName())] {
			numbers = append(numbers, int32(i))
		}
	}
	return numbers, nil
}

// userTimes is the index that Graph has too: all users by the time in which they
// were made, those of which it is not known first.
type userTimes struct {
	numbers []int32
	undated int
	seconds []int64 // of numbers[undated:]
}

func (s *Service) sortUsers() userTimes {
	// One number for both is sorted twice as fast as a pair.
	entries := make([]uint64, s.company.Options.Users)
	var u company.User // reused, see users
	for i := range entries {
		u = s.company.User(i)
		entries[i] = uint64(i)
		if u.HasCreated() {
			entries[i] |= uint64(u.Created()) << 32
		}
	}
	slices.Sort(entries)
	times := userTimes{numbers: make([]int32, len(entries)), seconds: make([]int64, 0, len(entries))}
	for i, e := range entries {
		times.numbers[i] = int32(e & math.MaxUint32)
		if second := int64(e >> 32); second != 0 {
			times.seconds = append(times.seconds, second)
		}
	}
	times.undated = len(entries) - len(times.seconds)
	return times
}

// createdIn returns the numbers of the users that were made from one Unix second
// until another, without that one, and of those of which it is not known.
func (s *Service) createdIn(from, until int64, undated bool) []int32 {
	times := s.times()
	first, _ := slices.BinarySearch(times.seconds, from)
	last, _ := slices.BinarySearch(times.seconds, until)
	dated := times.numbers[times.undated+first : times.undated+max(first, last)]
	if undated { // then there is no from
		return times.numbers[:times.undated+last]
	}
	return dated
}

func unsupported(format string, args ...any) *Error {
	return &Error{http.StatusBadRequest, "Request_UnsupportedQuery", fmt.Sprintf(format, args...)}
}

func needsAdvanced() *Error {
	return unsupported("The specified filter needs the header ConsistencyLevel: eventual and the parameter $count=true.")
}

func badRequest(format string, args ...any) *Error {
	return &Error{http.StatusBadRequest, "BadRequest", fmt.Sprintf(format, args...)}
}

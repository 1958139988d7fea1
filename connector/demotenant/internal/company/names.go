package company

import (
	"strings"

	"inventorybeacon/connector/demotenant/internal/data"
)

// invented are the names of the people and places of the company.
var invented = data.Read[struct {
	Locales                []locale
	Departments, JobTitles []string
	Partners               []partner
	Mailboxes              []word
}]("company.json")

var (
	locales     = invented.Locales
	departments = invented.Departments
	jobTitles   = invented.JobTitles
	partners    = invented.Partners
	mailboxes   = invented.Mailboxes
)

// word is a name as people write it and as it stands in a mail address.
type word struct{ text, ascii string }

// UnmarshalText implements [encoding.TextUnmarshaler]: Jürgen|juergen, or Anna where
// the address is the name in lower case.
func (w *word) UnmarshalText(b []byte) error {
	var spelled bool
	if w.text, w.ascii, spelled = strings.Cut(string(b), "|"); !spelled {
		w.ascii = lowerASCII(w.text)
	}
	return nil
}

// office is a place where people of the company work.
type office struct{ Name, City, State, Country, Code string }

// locale is a group of people whose names go together. Surnames occur in one
// locale only, which makes given name + surname unique over all of them.
type locale struct {
	Givens, Surnames []word
	// SurnameFirst says that the display name is the surname followed by the
	// given name without a space.
	SurnameFirst bool
	Offices      []office
}

// partner is a company whose people are guests.
type partner struct{ Name, Domain string }

// lowerASCII keeps the letters and digits of an ASCII name, in lower case.
func lowerASCII(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		default:
			return -1
		}
	}, name)
}

// personNames is the number of different combinations of given name and
// surname; after that many people, names come again with a number.
var personNames = func() int {
	n := 0
	for _, l := range locales {
		n += len(l.Givens) * len(l.Surnames)
	}
	return n
}()

// shuffle is coprime to personNames (a prime larger than it), so that
// multiplying by it visits every combination once, far from alphabetically.
const shuffle = 1_000_003

// person is somebody's name. Round counts how often the same name came before.
type person struct {
	locale         *locale
	given, surname *word
	round          int
}

// personAt returns the name of somebody; different numbers have different
// combinations of name and round.
func personAt(number int) person {
	round, rest := number/personNames, number%personNames
	at := rest * shuffle % personNames
	for i := range locales {
		l := &locales[i]
		n := len(l.Givens) * len(l.Surnames)
		if at < n {
			return person{l, &l.Givens[at%len(l.Givens)], &l.Surnames[at/len(l.Givens)], round}
		}
		at -= n
	}
	panic("demotenant: the combinations of names do not add up")
}

package inventory

import (
	"encoding/binary"
	"errors"
	"math"

	"inventorybeacon/connector"
)

// errReportRows says that rows are not as they were staged.
var errReportRows = errors.New("staged report rows are damaged")

// The days of a usage row, in their order in a [dayList].
const (
	// dayActiveTeams to dayAppTeams: of Teams two reports tell.
	dayAppTeams   = connector.UsedApplications + iota
	dayActiveLast // last activity of the report active-users
	dayAppLast    // last activity of the report app-users
	daysOfUsage
)

// dayList holds the days of a user's usage. Sixteen bits count the days until 2149.
type dayList [daysOfUsage]uint16

func shortDay(day connector.Date) uint16 { return uint16(min(max(day, 0), math.MaxUint16)) }

// usageDays returns the days that a report's row tells.
func usageDays(stream string, row connector.Usage) (days dayList) {
	last := row.LastActivity
	for i, day := range row.In {
		days[i] = shortDay(day)
		last = max(last, day)
	}
	if stream == connector.StreamAppUsers {
		days[dayAppLast], days[dayAppTeams], days[connector.Teams] = shortDay(last), days[connector.Teams], 0
		return days
	}
	days[dayActiveLast] = shortDay(last)
	return days
}

// latest takes the later days of both.
func (d *dayList) latest(other dayList) {
	for i, day := range other {
		d[i] = max(d[i], day)
	}
}

// last is the day of the last activity of all.
func (d *dayList) last() uint16 { return max(d[dayActiveLast], d[dayAppLast]) }

// in is the day in an application. Of Teams active-users is the more exact one.
func (d *dayList) in(a connector.UsedApplication) uint16 {
	if a == connector.Teams && d[a] == 0 {
		return d[dayAppTeams]
	}
	return d[a]
}

// stagedUsage is a row of a usage report. upn lies in the list it was read from.
type stagedUsage struct {
	name int64
	upn  []byte
	days dayList
}

func appendUsage(list []byte, name int64, upn string, days dayList) []byte {
	list = binary.LittleEndian.AppendUint64(list, uint64(name))
	list = append(binary.AppendUvarint(list, uint64(len(upn))), upn...)
	for _, day := range days {
		list = binary.LittleEndian.AppendUint16(list, day)
	}
	return list
}

// eachUsage calls use with one row of a list after another.
func eachUsage(list []byte, use func(row *stagedUsage) error) error {
	var row stagedUsage
	r := reportReader{rest: list}
	for len(r.rest) > 0 {
		row.name = r.key()
		row.upn = r.text()
		days := r.bytes(2 * daysOfUsage)
		if r.damaged {
			return errReportRows
		}
		for i := range row.days {
			row.days[i] = binary.LittleEndian.Uint16(days[2*i:])
		}
		if err := use(&row); err != nil {
			return err
		}
	}
	return nil
}

// activationNumbers are the columns of an activation: the day and the devices by kind, and
// whether it is of a shared computer.
type activationNumbers [7]int64

func numbersOf(a connector.Activation) activationNumbers {
	return activationNumbers{
		int64(a.LastActivated), int64(a.Windows), int64(a.Mac), int64(a.WindowsMobile), int64(a.IOS), int64(a.Android), boolean(a.SharedComputer),
	}
}

// latest takes the greater numbers of both.
func (n *activationNumbers) latest(other activationNumbers) {
	for i, number := range other {
		n[i] = max(n[i], number)
	}
}

// addUp adds the devices of another; of the day and of what is shared it does as latest.
func (n *activationNumbers) addUp(other activationNumbers) {
	sum := *n
	n.latest(other)
	for i := 1; i <= 5; i++ {
		n[i] = sum[i] + other[i]
	}
}

// stagedActivation is a row of the activations report. Its texts lie in the list it
// was read from.
type stagedActivation struct {
	name, key    int64 // of the user, of user and product
	upn, product []byte
	numbers      activationNumbers
}

func appendActivation(list []byte, name, key int64, a connector.Activation) []byte {
	list = binary.LittleEndian.AppendUint64(list, uint64(name))
	list = binary.LittleEndian.AppendUint64(list, uint64(key))
	for _, text := range [...]string{a.UserPrincipalName, a.Product} {
		list = append(binary.AppendUvarint(list, uint64(len(text))), text...)
	}
	for _, n := range numbersOf(a) {
		list = binary.AppendVarint(list, n)
	}
	return list
}

// eachActivation calls use with one row of a list after another.
func eachActivation(list []byte, use func(row *stagedActivation) error) error {
	var row stagedActivation
	r := reportReader{rest: list}
	for len(r.rest) > 0 {
		row.name, row.key = r.key(), r.key()
		row.upn, row.product = r.text(), r.text()
		for i := range row.numbers {
			row.numbers[i] = r.number()
		}
		if r.damaged {
			return errReportRows
		}
		if err := use(&row); err != nil {
			return err
		}
	}
	return nil
}

// reportReader takes a list of rows apart.
type reportReader struct {
	rest    []byte
	damaged bool
}

// bytes returns the next n bytes.
func (r *reportReader) bytes(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.damaged, r.rest = true, nil
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reportReader) key() int64 {
	if b := r.bytes(8); b != nil {
		return int64(binary.LittleEndian.Uint64(b))
	}
	return 0
}

func (r *reportReader) text() []byte {
	length, size := binary.Uvarint(r.rest)
	if size <= 0 || length > uint64(len(r.rest)) {
		r.damaged, r.rest = true, nil
		return nil
	}
	r.bytes(size)
	return r.bytes(int(length))
}

func (r *reportReader) number() int64 {
	n, size := binary.Varint(r.rest)
	if size <= 0 {
		r.damaged, r.rest = true, nil
		return 0
	}
	r.bytes(size)
	return n
}

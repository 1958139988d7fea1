package staging

import (
	"encoding/binary"
	"errors"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// errReportRows means that rows are not as they were staged.
var errReportRows = errors.New("staged report rows are damaged")

// usageDays returns the days that a report's row tells.
func usageDays(stream string, row connector.Usage) (days tables.Days) {
	last := row.LastActivity
	for i, day := range row.In {
		days[i] = tables.ShortDay(day)
		last = max(last, day)
	}
	switch stream {
	case connector.StreamAppUsers:
		days[tables.AppLast], days[tables.AppTeams], days[connector.Teams] = tables.ShortDay(last), days[connector.Teams], 0
	case connector.StreamCopilot:
		days[tables.CopilotLast] = tables.ShortDay(last)
	default:
		days[tables.ActiveLast] = tables.ShortDay(last)
	}
	return days
}

// UsageRow is a row of a usage report. upn lies in the list it was read from.
type UsageRow struct {
	Name int64
	UPN  []byte
	Days tables.Days
	// Platforms is nothing in what former versions have staged.
	Platforms connector.PlatformUse
}

func appendUsage(list []byte, name int64, upn string, days tables.Days, platforms connector.PlatformUse) []byte {
	list = binary.LittleEndian.AppendUint64(list, uint64(name))
	list = append(binary.AppendUvarint(list, uint64(len(upn))), upn...)
	for _, day := range days {
		list = binary.LittleEndian.AppendUint16(list, day)
	}
	return binary.LittleEndian.AppendUint32(list, uint32(platforms))
}

// eachUsage calls use with one row of a list after another.
func eachUsage(list []byte, platforms bool, use func(row *UsageRow) error) error {
	var row UsageRow
	r := reportReader{rest: list}
	for len(r.rest) > 0 {
		row.Name = r.key()
		row.UPN = r.text()
		days := r.bytes(2 * tables.DaysOfUsage)
		if platforms {
			row.Platforms = connector.PlatformUse(r.word())
		}
		if r.damaged {
			return errReportRows
		}
		for i := range row.Days {
			row.Days[i] = binary.LittleEndian.Uint16(days[2*i:])
		}
		if err := use(&row); err != nil {
			return err
		}
	}
	return nil
}

// ActivationCounts are the columns of an activation: the day and the devices by kind, and
// whether it is of a shared computer.
type ActivationCounts [7]int64

func numbersOf(a connector.Activation) ActivationCounts {
	return ActivationCounts{
		int64(a.LastActivated), int64(a.Windows), int64(a.Mac), int64(a.WindowsMobile), int64(a.IOS), int64(a.Android),
		tables.Boolean(a.SharedComputer),
	}
}

// Merge takes the greater numbers of both.
func (n *ActivationCounts) Merge(other ActivationCounts) {
	for i, number := range other {
		n[i] = max(n[i], number)
	}
}

// Add adds the devices of another; of the day and of what is shared it does as latest.
func (n *ActivationCounts) Add(other ActivationCounts) {
	sum := *n
	n.Merge(other)
	for i := 1; i <= 5; i++ {
		n[i] = sum[i] + other[i]
	}
}

// ActivationRow is a row of the activations report. Its texts lie in the list it
// was read from.
type ActivationRow struct {
	Name, Key    int64 // of the user, of user and product
	UPN, Product []byte
	Counts       ActivationCounts
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
func eachActivation(list []byte, use func(row *ActivationRow) error) error {
	var row ActivationRow
	r := reportReader{rest: list}
	for len(r.rest) > 0 {
		row.Name, row.Key = r.key(), r.key()
		row.UPN, row.Product = r.text(), r.text()
		for i := range row.Counts {
			row.Counts[i] = r.number()
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
	next := r.rest[:n]
	r.rest = r.rest[n:]
	return next
}

func (r *reportReader) key() int64 {
	if b := r.bytes(8); b != nil {
		return int64(binary.LittleEndian.Uint64(b))
	}
	return 0
}

func (r *reportReader) word() uint32 {
	if b := r.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
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

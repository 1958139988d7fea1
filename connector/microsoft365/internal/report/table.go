package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/network"
)

// named is the data of a message about a report.
func named(report string) connector.Data { return connector.Data{"Report": report} }

// answer is what messages call the answer that holds a report.
func answer(report string) connector.Message {
	return connector.Message{ID: "report.answer", Data: named(report)}
}

// columns are the columns of a report that are read, by their header. One that is
// missing would read as no activity, so that all are required but the optional
// ones, which Microsoft may drop; of these a record says that there is none.
type columns struct {
	report string
	names  []string
	// identity is how many of the first ones every row in JSON must have, where others
	// may be left out of a row that has no value for them.
	identity int
	optional []bool // by the places of names
}

// noColumn is the value of a column that a report does not have.
const noColumn = "\x00"

// renamed are other headers of columns: what Microsoft calls them now, or may.
var renamed = map[string]string{"Yammer Last Activity Date": "Viva Engage Last Activity Date"}

// columnsOf are columns of which those are optional for which the function says so.
func columnsOf(report string, identity int, names []string, optional func(name string) bool) columns {
	c := columns{report: report, names: names, identity: identity, optional: make([]bool, len(names))}
	for i, name := range names {
		c.optional[i] = optional(name)
	}
	return c
}

// missing returns the error for the first required column that a report does not have.
func (c columns) missing(has []bool) error {
	for i, optional := range c.optional {
		if !optional && !has[i] {
			return c.refused(i, connector.Message{ID: "report.no-column"})
		}
	}
	return nil
}

// unidentified returns the error for a row in JSON that does not say whose it is.
func (c columns) unidentified(has []bool) error {
	for i := range c.identity {
		if !has[i] {
			return c.refused(i, connector.Message{ID: "report.no-column"})
		}
	}
	return nil
}

// refused is the error of a report with something wrong in the column i.
func (c columns) refused(i int, m connector.Message) error {
	if m.Data == nil {
		m.Data = connector.Data{}
	}
	m.Data["Report"], m.Data["Column"] = c.report, c.names[i]
	return connector.NewError(m, nil)
}

// columnKey makes a CSV header and the JSON property of the same column equal:
// "Outlook (Windows)" and "outlookWindows" are both "outlookwindows".
func columnKey(header string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		default:
			return -1
		}
	}, header)
}

// readCSV hands every row of a report to use: the values of the columns, in
// their order, noColumn where there is no such column. The slice is used again, and
// the values keep the whole row in memory.
func readCSV(from io.Reader, c columns, use func(values []string) error) error {
	r := newCSVReader(from)
	header, err := r.read()
	if err != nil && err != io.EOF {
		return csvError(c, err)
	}
	places := make(map[string]int, len(header))
	for i, h := range header {
		if _, twice := places[columnKey(h)]; !twice {
			places[columnKey(h)] = i
		}
	}
	at, has := make([]int, len(c.names)), make([]bool, len(c.names))
	for i, name := range c.names {
		at[i], has[i] = places[columnKey(name)]
		if other := renamed[name]; other != "" && !has[i] {
			at[i], has[i] = places[columnKey(other)]
		}
		if !has[i] {
			at[i] = -1
		}
	}
	if err := c.missing(has); err != nil {
		return err
	}
	values := make([]string, len(c.names))
	for {
		row, err := r.read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return csvError(c, err)
		}
		for i, place := range at {
			values[i] = noColumn
			if place >= 0 {
				values[i] = row[place]
			}
		}
		if err := use(values); err != nil {
			return err
		}
	}
}

// csvError leaves a broken connection what it is and names the report in
// everything else.
func csvError(c columns, err error) error {
	var broken *graph.BodyError
	switch {
	case errors.As(err, &broken):
		return err
	case err == io.ErrUnexpectedEOF:
		return graph.Truncated(answer(c.report))
	default:
		return connector.NewError(connector.Message{ID: "report.no-csv", Data: named(c.report), Reference: err.Error()}, err)
	}
}

// readJSON does what readCSV does for a page of a report in JSON, and returns
// the address of the next page. An object within an element, such as one of
// "details" or "userActivationCounts", makes a row of its own. It notes in has which
// columns there are in any row.
func readJSON(page []byte, c columns, has []bool, use func(values []string) error) (string, error) {
	list, err := graph.ParseList(answer(c.report), page)
	if err != nil {
		return "", err
	}
	places := make(map[string]int, len(c.names))
	for i, name := range c.names {
		places[columnKey(name)] = i
		if other := renamed[name]; other != "" {
			places[columnKey(other)] = i
		}
	}
	outer, row := newJSONRow(len(c.names)), newJSONRow(len(c.names))
	for _, raw := range list.Elements {
		var element map[string]json.RawMessage
		if json.Unmarshal(raw, &element) != nil || element == nil {
			return "", graph.Invalid(connector.Message{ID: "graph.answer.no-object", Data: graph.Of(answer(c.report))})
		}
		outer.clear()
		inner := outer.fill(element, places)
		if len(inner) == 0 {
			inner = append(inner, nil)
		}
		for _, part := range inner {
			row.copy(outer)
			row.fill(part, places)
			if err := c.unidentified(row.has); err != nil {
				return "", err
			}
			for i, there := range row.has {
				if has[i] = has[i] || there; !there {
					row.values[i] = noColumn
				}
			}
			if err := use(row.values); err != nil {
				return "", err
			}
		}
	}
	return list.Next, nil
}

// jsonRow holds the values of the columns, and which of them there are.
type jsonRow struct {
	values []string
	has    []bool
}

func newJSONRow(columns int) jsonRow { return jsonRow{make([]string, columns), make([]bool, columns)} }

func (r jsonRow) clear() {
	clear(r.values)
	clear(r.has)
}

func (r jsonRow) copy(from jsonRow) {
	copy(r.values, from.values)
	copy(r.has, from.has)
}

// fill puts the plain members of an object into their places and returns the
// objects in its arrays.
func (r jsonRow) fill(object map[string]json.RawMessage, places map[string]int) (inner []map[string]json.RawMessage) {
	for name, raw := range object {
		i, wanted := places[columnKey(name)]
		switch {
		case raw[0] == '[':
			var objects []map[string]json.RawMessage
			if json.Unmarshal(raw, &objects) == nil {
				inner = append(inner, objects...)
			}
		case !wanted:
		case raw[0] == '"':
			// The whole page is valid JSON, so this string is.
			_ = json.Unmarshal(raw, &r.values[i])
			r.has[i] = true
		default:
			r.values[i], r.has[i] = strings.TrimSuffix(string(raw), "null"), true
		}
	}
	return inner
}

// peekFormat says what a report's body begins with: '{' for JSON, '<' for a web
// page, anything else for CSV. It steps over the byte order mark.
func peekFormat(body *bufio.Reader) byte {
	start, _ := body.Peek(64)
	_, _ = body.Discard(len(start) - len(network.TrimBOM(start)))
	start, _ = body.Peek(64)
	if start = bytes.TrimLeft(start, " \t\r\n"); len(start) > 0 {
		return start[0]
	}
	return 0
}

package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/printable"
)

// A listing is whole when each of its pages is an object with an array "value" and
// without an "error", when each element is an object with an id, when the last
// page names no next one (learn.microsoft.com/graph/paging), and when as many
// elements came as Graph counts. What is not whole is read again, then refused: an
// answer that is wrong must never look like a tenant that has lost something.

// ErrInvalid says that an answer of Graph is not whole. Another try may mend it.
var ErrInvalid = errors.New("it is not whole")

// Invalid makes the error of an answer that is not whole.
func Invalid(reason connector.Message) error { return &AnswerError{Reason: reason, Err: ErrInvalid} }

// Mismatch is the error of a listing that did not bring what Graph counts, although it
// was read twice; the message what says what was listed.
func Mismatch(what connector.Message, received, counted int64) error {
	return &AnswerError{Reason: connector.Message{
		ID: "graph.listing", Data: connector.Data{"What": what, "Received": received, "Counted": counted},
	}}
}

// Agree reports whether what came agrees with what Graph counts, closely when the
// difference is one that a tenant makes that changes while it is read.
func Agree(received, least, most int64) (exactly, closely bool) {
	missing := max(least-received, received-most, 0)
	return missing == 0, missing <= Tolerance(most)
}

// Tolerance is by how many elements a listing may differ from what Graph counts.
func Tolerance(counted int64) int64 { return max(2, counted/1000) }

// Element is an element of a collection.
type Element interface {
	// Key is what identifies it; empty when it has no id.
	Key() string
}

// complete is an element of which more than an id must be there, and be of its type.
type complete interface {
	Element
	// Name is what people know it by.
	Name() string
	// Lacks names what is not; zero when all is well.
	Lacks() connector.Message
}

// jsonPage is a page of a collection of T.
type jsonPage[T Element] struct {
	elements []T
	next     string
	count    int64 // of the whole collection; -1 where the page does not say
}

// parsePage takes a page apart. What is not a whole page is [ErrInvalid].
func parsePage[T Element](what any, body []byte) (jsonPage[T], error) {
	list, err := ParseList(what, body)
	if err != nil {
		return jsonPage[T]{}, err
	}
	page := jsonPage[T]{next: list.Next, count: -1, elements: make([]T, len(list.Elements))}
	if list.Count != nil {
		page.count = *list.Count
	}
	for i, raw := range list.Elements {
		if raw[0] != '{' {
			return page, Invalid(connector.Message{ID: "graph.answer.no-object", Data: Of(what)})
		}
		if err := json.Unmarshal(raw, &page.elements[i]); err != nil {
			return page, &AnswerError{Reason: connector.Message{ID: "graph.answer.unreadable-element", Data: Of(what)}, Err: err}
		}
		if strings.TrimSpace(page.elements[i].Key()) == "" {
			return page, Invalid(connector.Message{ID: "graph.answer.no-id", Data: Of(what)})
		}
		if one, ok := any(page.elements[i]).(complete); ok {
			if lacks := one.Lacks(); lacks.ID != "" {
				return page, Invalid(connector.Message{ID: "graph.answer.incomplete", Data: connector.Data{
					"What": what, "Element": printable.Line(one.Name(), 80), "Lacks": lacks,
				}})
			}
		}
	}
	return page, nil
}

// List is what every page in JSON has, of a collection or a report.
type List struct {
	Next  string
	Count *int64

	Elements []json.RawMessage
}

// ParseList finds the elements of a page. What is not a whole page is [ErrInvalid].
// The names of its members are compared with case, which encoding/json would not do
// for a struct.
func ParseList(what any, body []byte) (List, error) {
	var (
		list    List
		members map[string]json.RawMessage
	)
	if err := json.Unmarshal(network.TrimBOM(body), &members); err != nil {
		return list, notGraphs(what, err)
	}
	if refused := members["error"]; len(refused) > 0 && string(refused) != "null" {
		var said struct{ Code, Message string }
		_ = json.Unmarshal(refused, &said) // it is only shown
		return list, ErrorInPlace(what, said.Code, said.Message)
	}
	value := members["value"]
	if len(value) == 0 || value[0] != '[' {
		return list, Invalid(connector.Message{ID: "graph.answer.no-list", Data: Of(what)})
	}
	for name, into := range map[string]any{"value": &list.Elements, "@odata.nextLink": &list.Next, "@odata.count": &list.Count} {
		raw, there := members[name]
		if !there {
			continue
		}
		if err := json.Unmarshal(raw, into); err != nil {
			return list, notGraphs(what, err)
		}
	}
	return list, nil
}

// notGraphs makes the error of a page that is no JSON, or whose members are of
// another type than Graph's.
func notGraphs(what any, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		err = fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return &AnswerError{Reason: connector.Message{ID: "graph.answer.no-json", Data: Of(what)}, Err: err}
}

// ErrorInPlace is the error of an answer with status 200 that holds an error, of
// which code and message are Graph's own words.
func ErrorInPlace(what any, code, message string) error {
	said := printable.Line(cmp.Or(code, message), 100)
	if said == "" {
		return Invalid(connector.Message{ID: "graph.answer.error", Data: Of(what)})
	}
	return Invalid(connector.Message{ID: "graph.answer.named-error", Data: connector.Data{"What": what, "Error": said}})
}

// readPage reads the JSON at an address into buf, which it grows when needed and
// returns, and has it decoded. A page that is not whole is read again.
func (g *Client) readPage(ctx context.Context, r Request, limit int64, buf []byte, decode func(body []byte) error) ([]byte, error) {
	err := g.Get(ctx, r, func(resp *http.Response) error {
		var err error
		if buf, err = ReadObject(resp, limit, buf[:0]); err != nil {
			return err
		}
		return decode(buf)
	})
	return buf, err
}

// Collection reads all of a small collection of T, which the message what names. One
// whose number of elements is not what Graph counts, or whose place Graph has
// forgotten, is read once more.
func Collection[T Element](ctx context.Context, g *Client, what connector.Message, r Request) ([]T, error) {
	for again := false; ; again = true {
		all, counted, err := readCollection[T](ctx, g, r)
		var refused *StatusError
		switch {
		case !again && errors.As(err, &refused) && refused.PageExpired():
			continue
		case err != nil:
			return nil, err
		case counted < 0:
			return all, nil
		}
		exactly, closely := Agree(int64(len(all)), counted, counted)
		switch {
		case exactly:
			return all, nil
		case !again:
		case closely:
			g.Note(Difference(what, int64(len(all)), counted))
			return all, nil
		default:
			return nil, Mismatch(what, int64(len(all)), counted)
		}
	}
}

// Difference is the line of a task's log about a listing that is nearly what Graph counts.
func Difference(what connector.Message, received, counted int64) connector.Message {
	return connector.Message{ID: "graph.note.difference", Data: connector.Data{"What": what, "Received": received, "Counted": counted}}
}

// readCollection reads a collection once; counted is -1 where Graph does not say.
func readCollection[T Element](ctx context.Context, g *Client, r Request) (all []T, counted int64, err error) {
	var (
		buf   []byte
		pages Paging
	)
	counted = -1
	known := map[string]bool{}
	for r.Address != "" {
		if err := pages.Follow(g, r.Address); err != nil {
			return nil, counted, err
		}
		what := g.ResourceOf(r.Address)
		var page jsonPage[T]
		buf, err = g.readPage(ctx, r, MaxCollectionBody, buf, func(body []byte) (err error) {
			page, err = parsePage[T](what, body)
			return err
		})
		if err != nil {
			return nil, counted, err
		}
		before := len(known)
		for _, one := range page.elements {
			known[one.Key()] = true
		}
		pages.Brought(len(known) - before)
		all = append(all, page.elements...)
		counted = max(counted, page.count)
		r.Address = page.next
	}
	return all, counted, nil
}

package graph

import "inventorybeacon/connector"

// maxBarren is how many pages in a row may bring nothing new. Graph sends pages without
// elements that have a next one, but a listing that goes on like that has no end.
const maxBarren = 100

// Paging follows the page links of one listing, and recognizes one without an end: links
// that lead back to a page that was read before, or page after page without anything new.
//
// It remembers one link (R. P. Brent, "An improved Monte Carlo factorization algorithm",
// 1980): each is compared with one that was kept, which moves on after twice as many
// pages each time.
type Paging struct {
	kept        string
	steps, stay int
	// barren is how many pages in a row have brought nothing new.
	barren int
	// contents are what pages have brought so far of whose elements nobody keeps account.
	contents map[uint64]bool
}

// Follow is called before the page at a link is read. The error says that there is no end.
func (p *Paging) Follow(g *Client, link string) error {
	switch {
	case p.loops(link):
		return &AnswerError{Reason: connector.Message{ID: "graph.answer.loop", Data: Of(g.ResourceOf(link))}}
	case p.barren >= maxBarren:
		return &AnswerError{Reason: connector.Message{
			ID: "graph.answer.endless", Data: connector.Data{"What": g.ResourceOf(link), "Pages": maxBarren},
		}}
	default:
		return nil
	}
}

// Brought is told how many new elements a page has brought.
func (p *Paging) Brought(elements int) {
	if p.barren++; elements > 0 {
		p.barren = 0
	}
}

// BroughtPage is told how many elements a page has brought, and a number that is made of
// them. A page that holds the same as one before has brought nothing new, however far back
// that is: a listing may go round in a circle, with new links each time.
func (p *Paging) BroughtPage(elements int, content uint64) {
	if p.contents[content] {
		elements = 0
	}
	if p.contents == nil {
		p.contents = map[uint64]bool{}
	}
	p.contents[content] = true
	p.Brought(elements)
}

// loops reports whether the links lead back to one before.
func (p *Paging) loops(link string) bool {
	if link == p.kept {
		return true
	}
	if p.steps++; p.steps > p.stay {
		p.kept, p.steps, p.stay = link, 0, 2*p.stay+1
	}
	return false
}

package microsoft365

import "fmt"

// circle recognizes page links that lead back to a page that was read before,
// in the memory of one link (R. P. Brent, "An improved Monte Carlo factorization
// algorithm", 1980): each is compared with one that was kept, which moves on
// after twice as many pages each time.
type circle struct {
	kept        string
	steps, stay int
}

// closes takes the next link and reports whether the pages go round in a circle.
func (c *circle) closes(link string) bool {
	if link == c.kept {
		return true
	}
	if c.steps++; c.steps > c.stay {
		c.kept, c.steps, c.stay = link, 0, 2*c.stay+1
	}
	return false
}

// endless is the error of pages that go round in a circle.
func endless(what string) error {
	return &AnswerError{What: what, Reason: "has no end: its pages lead back to one that was read before"}
}

// maxIdle is how many pages in a row may bring nothing new. Graph sends pages without
// elements that have a next one, but a listing that goes on like that has no end.
const maxIdle = 100

// idle is how many pages in a row have brought nothing new.
type idle int

// page takes how many new elements a page has brought.
func (i *idle) page(brought int) {
	if *i++; brought > 0 {
		*i = 0
	}
}

// tooLong reports whether there have been too many such pages.
func (i idle) tooLong() bool { return i >= maxIdle }

// fruitless is the error of pages that bring nothing new.
func fruitless(what string) error {
	return &AnswerError{What: what, Reason: fmt.Sprintf("has no end: %d pages in a row brought nothing new", maxIdle)}
}

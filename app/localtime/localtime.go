// Package localtime is the computer's time zone as it is now. The time package
// reads it once, when a program starts; a program that runs for months has to
// detect that it was changed.
package localtime

import (
	"sync"
	"time"
)

// Zone looks after the computer's time zone. Any number of goroutines may use it.
type Zone struct {
	mu    sync.Mutex
	read  func(known any) (place *time.Location, mark any, err error)
	place *time.Location
	mark  any
}

// New begins with the time zone that the program was started in.
func New() *Zone {
	z := &Zone{read: readSystem, place: time.Local}
	if _, mark, err := z.read(nil); err == nil {
		z.mark = mark
	}
	return z
}

// Place is the time zone as it is now, always the same pointer until it changes. A
// zone that cannot be read stays as it was.
func (z *Zone) Place() *time.Location {
	z.mu.Lock()
	defer z.mu.Unlock()
	if place, mark, err := z.read(z.mark); err == nil && mark != z.mark {
		z.place, z.mark = place, mark
	}
	return z.place
}

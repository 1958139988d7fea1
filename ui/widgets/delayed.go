package widgets

import "time"

// Delayed calls a function on Fyne's goroutine after a while. Starting it again forgets the call that waits.
type Delayed struct {
	timer *time.Timer
	turn  int // counts the starts, so that a call which was stopped too late is not made
	After func(wait time.Duration, call func()) *time.Timer
}

// Start calls a function after a while.
func (d *Delayed) Start(wait time.Duration, call func()) {
	d.Stop()
	turn, after := d.turn, d.After
	if after == nil {
		after = time.AfterFunc
	}
	d.timer = after(wait, func() {
		Do(func() {
			if turn == d.turn {
				call()
			}
		})
	})
}

// Stop forgets the call that waits.
func (d *Delayed) Stop() {
	d.turn++
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
}

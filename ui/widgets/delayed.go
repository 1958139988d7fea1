package widgets

import "time"

// delayed calls a function on Fyne's goroutine after a while. Starting it again forgets the call that waits.
type delayed struct {
	timer *time.Timer
	turn  int // counts the starts, so that a call which was stopped too late is not made
	after func(wait time.Duration, call func()) *time.Timer
}

func (d *delayed) start(wait time.Duration, call func()) {
	d.stop()
	turn, after := d.turn, d.after
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

// stop forgets the call that waits.
func (d *delayed) stop() {
	d.turn++
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
}

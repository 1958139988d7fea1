package widgets

import "time"

// clock stands in for the wait of tooltips and filters: fire makes the calls that wait.
type clock struct{ waiting []func() }

func (c *clock) after(_ time.Duration, call func()) *time.Timer {
	c.waiting = append(c.waiting, call)
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	return timer
}

func (c *clock) fire() {
	calls := c.waiting
	c.waiting = nil
	for _, call := range calls {
		call()
	}
}

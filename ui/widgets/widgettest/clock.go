package widgettest

import "time"

// Clock stands in for the wait of tooltips and filters: Fire makes the calls that wait.
type Clock struct{ waiting []func() }

// After has a call wait.
func (c *Clock) After(_ time.Duration, call func()) *time.Timer {
	c.waiting = append(c.waiting, call)
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	return timer
}

// Fire makes the calls that wait.
func (c *Clock) Fire() {
	calls := c.waiting
	c.waiting = nil
	for _, call := range calls {
		call()
	}
}

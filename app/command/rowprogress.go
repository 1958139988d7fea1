package command

import "inventorybeacon/app/message"

// rowProgress says on a terminal how many rows were written; done takes that away.
func (c *console) rowProgress() (progress func(rows int64), done func()) {
	if c.quiet || !c.errTTY.redraws() {
		return nil, func() {}
	}
	drawn := false
	return func(rows int64) {
			drawn = true
			c.ask("%s%s", clearLine, message.Count("count.rows", int(rows)))
		}, func() {
			if drawn {
				c.ask("%s", clearLine)
			}
		}
}

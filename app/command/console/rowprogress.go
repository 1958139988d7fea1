package console

import "inventorybeacon/app/message"

// RowProgress says on a terminal how many rows were written; done takes that away.
func (c *Console) RowProgress() (progress func(rows int64), done func()) {
	if c.Quiet || !c.ErrTTY.Redraws() {
		return nil, func() {}
	}
	drawn := false
	return func(rows int64) {
			drawn = true
			c.Ask("%s%s", ClearLine, message.Count("count.rows", int(rows)))
		}, func() {
			if drawn {
				c.Ask("%s", ClearLine)
			}
		}
}

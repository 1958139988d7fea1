package company

import "sync"

// lifetime is the number of days after which something has changed for every employee:
// some ten accounts change in a day.
func (c *Company) lifetime() int { return min(max(20, c.Options.Users/10), 250) }

// live makes an employee what the days have made of the account: some leave, and keep
// their licenses for now; others get those of another job.
func (u *User) live(day int) {
	if u.Kind != employee || day <= u.Draws.Below(saltDay, u.Company.lifetime()) {
		return
	}
	if u.Draws.chance(saltChange, 350) {
		u.left = true
		return
	}
	u.job = 1
}

// eachDay calls a function once a day of the tenant's life, or once where it has none.
func eachDay[T any](today func() int, of func() T) func() T {
	if today == nil {
		return sync.OnceValue(of)
	}
	var (
		mu    sync.Mutex
		day   = -1
		value T
	)
	return func() T {
		mu.Lock()
		defer mu.Unlock()
		if now := today(); now != day {
			day, value = now, of()
		}
		return value
	}
}

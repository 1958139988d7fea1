// Package background is what the program shows while nobody looks at its window:
// an icon in the notification area, where the desktop has one, and notifications.
package background

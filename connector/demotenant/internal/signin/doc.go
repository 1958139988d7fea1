// Package signin signs people and applications in at the offline tenant, as Microsoft Entra
// does: its pages, what they ask consent for, codes and tokens.
package signin

"""From a plan to bookings: suppliers and what they have left, quotes, holds, a journal."""

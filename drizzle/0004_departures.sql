CREATE TABLE `departure_closings` (
	`departure_id` text NOT NULL,
	`organization_id` text NOT NULL,
	`closed_at` text NOT NULL,
	PRIMARY KEY(`departure_id`, `organization_id`),
	FOREIGN KEY (`departure_id`) REFERENCES `departures`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
ALTER TABLE `secret_versions` ADD `value_since` text;--> statement-breakpoint
ALTER TABLE `secrets` ADD `value_since` text DEFAULT '' NOT NULL;--> statement-breakpoint
-- Nobody has left yet, so the time of the version is exact enough for a value that was rolled back to before now.
UPDATE `secrets` SET `value_since` = `updated_at`;--> statement-breakpoint
CREATE INDEX `secrets_organization_values` ON `secrets` (`organization_id`,`value_since`,`seq`,`restricted_at`,`id`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `events_value_read_by` ON `events` (`secret_id`,`actor_id`,`seq`) WHERE type = 'vault.data.read';--> statement-breakpoint
CREATE INDEX `events_organization_read` ON `events` (`organization_id`,`seq`) WHERE type = 'vault.data.read';--> statement-breakpoint
ALTER TABLE `departures` DROP COLUMN `closed_at`;
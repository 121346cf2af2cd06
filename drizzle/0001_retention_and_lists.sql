ALTER TABLE `organizations` ADD `retention_days` integer DEFAULT 30 NOT NULL;--> statement-breakpoint
CREATE INDEX `events_value_read` ON `events` (`secret_id`,`seq`) WHERE type = 'vault.data.read';--> statement-breakpoint
CREATE INDEX `secrets_organization_names` ON `secrets` (`organization_id`,`name`,`updated_at`,`id`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `secrets_organization_due` ON `secrets` (`organization_id`,`deleted_at`) WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX `secrets_environment_due` ON `secrets` (`environment_id`,`deleted_at`) WHERE deleted_at is not null and organization_id is null;
ALTER TABLE `organizations` ADD `retention_days` integer DEFAULT 30 NOT NULL;--> statement-breakpoint
CREATE INDEX `secrets_organization_due` ON `secrets` (`organization_id`,`deleted_at`) WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX `secrets_environment_due` ON `secrets` (`environment_id`,`deleted_at`) WHERE deleted_at is not null and organization_id is null;
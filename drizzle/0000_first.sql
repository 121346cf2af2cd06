CREATE TABLE `api_keys` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`environment_id` text NOT NULL,
	`organization_id` text,
	`name` text NOT NULL,
	`token_hash` blob NOT NULL,
	`hint` text NOT NULL,
	`created_by_id` text NOT NULL,
	`created_by_name` text NOT NULL,
	`created_at` text NOT NULL,
	`revoked_at` text,
	FOREIGN KEY (`environment_id`) REFERENCES `environments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_id_unique` ON `api_keys` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_tokenHash_unique` ON `api_keys` (`token_hash`);--> statement-breakpoint
CREATE INDEX `api_keys_organization` ON `api_keys` (`organization_id`,`seq`);--> statement-breakpoint
CREATE TABLE `environments` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`root_key_id` text NOT NULL,
	`wrapped_service_key` blob NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `events` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`environment_id` text NOT NULL,
	`organization_id` text,
	`type` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_source` text NOT NULL,
	`actor_name` text NOT NULL,
	`secret_id` text,
	`written_version` integer,
	`data` text NOT NULL,
	`request_id` text NOT NULL,
	`address` text,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_id_unique` ON `events` (`id`);--> statement-breakpoint
CREATE INDEX `events_organization` ON `events` (`organization_id`,`seq`);--> statement-breakpoint
CREATE INDEX `events_type` ON `events` (`type`,`seq`);--> statement-breakpoint
CREATE INDEX `events_actor` ON `events` (`actor_id`,`seq`);--> statement-breakpoint
CREATE INDEX `events_secret` ON `events` (`secret_id`,`seq`);--> statement-breakpoint
CREATE INDEX `events_written_version` ON `events` (`secret_id`,`written_version`) WHERE written_version is not null;--> statement-breakpoint
CREATE INDEX `events_created` ON `events` (`created_at`,`seq`);--> statement-breakpoint
CREATE TABLE `grants` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`organization_id` text,
	`role` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grants_organization_role` ON `grants` (`user_id`,`organization_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `grants_environment_role` ON `grants` (`user_id`) WHERE organization_id is null;--> statement-breakpoint
CREATE INDEX `grants_organization` ON `grants` (`organization_id`);--> statement-breakpoint
CREATE TABLE `idempotent_results` (
	`actor_id` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` blob NOT NULL,
	`result` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `idempotent_results_key` ON `idempotent_results` (`actor_id`,`key`);--> statement-breakpoint
CREATE INDEX `idempotent_results_created` ON `idempotent_results` (`created_at`);--> statement-breakpoint
CREATE TABLE `keks` (
	`id` text PRIMARY KEY NOT NULL,
	`environment_id` text NOT NULL,
	`organization_id` text,
	`context_name` text NOT NULL,
	`context_value` text NOT NULL,
	`wrapped_key` blob,
	`root_key_id` text NOT NULL,
	`created_at` text NOT NULL,
	`destroyed_at` text,
	FOREIGN KEY (`environment_id`) REFERENCES `environments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `keks_context` ON `keks` (`organization_id`,`context_name`,`context_value`);--> statement-breakpoint
CREATE UNIQUE INDEX `keks_environment_context` ON `keks` (`environment_id`,`context_name`,`context_value`) WHERE organization_id is null;--> statement-breakpoint
CREATE TABLE `one_time_links` (
	`token_hash` blob PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`user_id` text,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`used_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `one_time_links_user` ON `one_time_links` (`user_id`);--> statement-breakpoint
CREATE TABLE `organizations` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`environment_id` text NOT NULL,
	`name` text NOT NULL,
	`external_id` text,
	`metadata` text NOT NULL,
	`domains` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`deleted_at` text,
	FOREIGN KEY (`environment_id`) REFERENCES `environments`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `organizations_id_unique` ON `organizations` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `organizations_external_id` ON `organizations` (`external_id`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `organizations_live` ON `organizations` (`environment_id`,`deleted_at`,`seq`,`name`,`id`);--> statement-breakpoint
CREATE TABLE `secret_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`secret_id` text NOT NULL,
	`number` integer NOT NULL,
	`envelope` blob NOT NULL,
	`size_bytes` integer NOT NULL,
	`created_at` text NOT NULL,
	`created_by_id` text NOT NULL,
	`created_by_name` text NOT NULL,
	FOREIGN KEY (`secret_id`) REFERENCES `secrets`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `secret_versions_number` ON `secret_versions` (`secret_id`,`number`);--> statement-breakpoint
CREATE TABLE `secrets` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`environment_id` text NOT NULL,
	`organization_id` text,
	`name` text NOT NULL,
	`context` text NOT NULL,
	`key_id` text NOT NULL,
	`version_id` text NOT NULL,
	`version_number` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`updated_by_id` text NOT NULL,
	`updated_by_name` text NOT NULL,
	`deleted_at` text,
	`deleted_by_name` text,
	FOREIGN KEY (`environment_id`) REFERENCES `environments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`key_id`) REFERENCES `keks`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `secrets_id_unique` ON `secrets` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `secrets_live_name` ON `secrets` (`environment_id`,`name`,`organization_id`) WHERE deleted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `secrets_live_environment_name` ON `secrets` (`environment_id`,`name`) WHERE deleted_at is null and organization_id is null;--> statement-breakpoint
CREATE INDEX `secrets_organization_live` ON `secrets` (`organization_id`,`seq`,`name`,`updated_at`,`id`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `secrets_environment_live` ON `secrets` (`environment_id`,`seq`,`name`,`updated_at`,`id`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `secrets_organization_deleted` ON `secrets` (`organization_id`,`seq`) WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX `secrets_environment_deleted` ON `secrets` (`environment_id`,`seq`) WHERE deleted_at is not null;--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` blob NOT NULL,
	`user_id` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`revoked_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_tokenHash_unique` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`password_hash` text,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);
CREATE TABLE `approvals` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`secret_id` text NOT NULL,
	`organization_id` text,
	`requested_by_id` text NOT NULL,
	`requested_by_name` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` text NOT NULL,
	`decided_by_id` text,
	`decided_by_name` text,
	`decided_at` text,
	`approved` integer,
	`expires_at` text NOT NULL,
	`first_used_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `approvals_id_unique` ON `approvals` (`id`);--> statement-breakpoint
CREATE INDEX `approvals_organization` ON `approvals` (`organization_id`,`seq`);--> statement-breakpoint
CREATE INDEX `approvals_secret` ON `approvals` (`secret_id`,`requested_by_id`,`seq`);--> statement-breakpoint
CREATE INDEX `approvals_open` ON `approvals` (`organization_id`,`seq`) WHERE decided_at is null;--> statement-breakpoint
CREATE TABLE `challenges` (
	`hash` blob PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`user_id` text,
	`data` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `challenges_expires` ON `challenges` (`expires_at`);--> statement-breakpoint
CREATE TABLE `departure_secrets` (
	`departure_id` text NOT NULL,
	`secret_id` text NOT NULL,
	PRIMARY KEY(`departure_id`, `secret_id`),
	FOREIGN KEY (`departure_id`) REFERENCES `departures`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `departures` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`organization_id` text,
	`user_id` text NOT NULL,
	`user_name` text NOT NULL,
	`role` text NOT NULL,
	`created_at` text NOT NULL,
	`closed_at` text,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `departures_id_unique` ON `departures` (`id`);--> statement-breakpoint
CREATE INDEX `departures_organization` ON `departures` (`organization_id`,`seq`);--> statement-breakpoint
CREATE TABLE `identities` (
	`id` text PRIMARY KEY NOT NULL,
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`user_id` text NOT NULL,
	`created_at` text NOT NULL,
	`last_used_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `identities_subject` ON `identities` (`issuer`,`subject`);--> statement-breakpoint
CREATE INDEX `identities_user` ON `identities` (`user_id`);--> statement-breakpoint
CREATE TABLE `identity_providers` (
	`id` text PRIMARY KEY NOT NULL,
	`environment_id` text NOT NULL,
	`organization_id` text,
	`name` text NOT NULL,
	`issuer` text NOT NULL,
	`client_id` text NOT NULL,
	`sealed_client_secret` blob NOT NULL,
	`role_claim` text,
	`roles` text NOT NULL,
	`default_role` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`disabled_at` text,
	FOREIGN KEY (`environment_id`) REFERENCES `environments`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `identity_providers_organization` ON `identity_providers` (`organization_id`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`token_hash` blob NOT NULL,
	`email` text NOT NULL,
	`organization_id` text,
	`role` text NOT NULL,
	`invited_by_id` text NOT NULL,
	`invited_by_name` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`accepted_at` text,
	`revoked_at` text,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_id_unique` ON `invitations` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_tokenHash_unique` ON `invitations` (`token_hash`);--> statement-breakpoint
CREATE INDEX `invitations_organization` ON `invitations` (`organization_id`,`seq`);--> statement-breakpoint
CREATE INDEX `invitations_open` ON `invitations` (`email`,`organization_id`) WHERE accepted_at is null and revoked_at is null;--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`credential_id` text NOT NULL,
	`public_key` blob NOT NULL,
	`counter` integer NOT NULL,
	`transports` text NOT NULL,
	`name` text NOT NULL,
	`created_at` text NOT NULL,
	`last_used_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `passkeys_credentialId_unique` ON `passkeys` (`credential_id`);--> statement-breakpoint
CREATE INDEX `passkeys_user` ON `passkeys` (`user_id`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`code_hash` blob PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`created_at` text NOT NULL,
	`used_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `recovery_codes_user` ON `recovery_codes` (`user_id`);--> statement-breakpoint
CREATE TABLE `secret_restrictions` (
	`secret_id` text NOT NULL,
	`subject` text NOT NULL,
	PRIMARY KEY(`secret_id`, `subject`),
	FOREIGN KEY (`secret_id`) REFERENCES `secrets`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `secret_restrictions_subject` ON `secret_restrictions` (`subject`);--> statement-breakpoint
CREATE TABLE `throttles` (
	`key` blob PRIMARY KEY NOT NULL,
	`points` integer NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `throttles_expires` ON `throttles` (`expires_at`);--> statement-breakpoint
CREATE TABLE `totps` (
	`user_id` text PRIMARY KEY NOT NULL,
	`sealed_secret` blob NOT NULL,
	`last_step` integer DEFAULT 0 NOT NULL,
	`created_at` text NOT NULL,
	`confirmed_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
DROP INDEX `sessions_user`;--> statement-breakpoint
ALTER TABLE `sessions` ADD `method` text DEFAULT 'password' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `identity_provider_id` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `proven_at` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `device` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `address` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `last_seen_at` text;--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`,`created_at`);--> statement-breakpoint
ALTER TABLE `api_keys` ADD `scopes` text DEFAULT '["read","write","describe","delete","data_keys","organizations","events"]' NOT NULL;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `name_prefixes` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `allowed_addresses` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `requests_per_minute` integer;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `expires_at` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `last_used_at` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `last_used_address` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `replaced_by_id` text;--> statement-breakpoint
CREATE INDEX `api_keys_maker` ON `api_keys` (`created_by_id`,`seq`);--> statement-breakpoint
ALTER TABLE `environments` ADD `step_up_minutes` integer DEFAULT 15 NOT NULL;--> statement-breakpoint
ALTER TABLE `environments` ADD `administrators_read_values` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `require_reason` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `require_sso` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `secrets` ADD `restricted_at` text;--> statement-breakpoint
ALTER TABLE `secrets` ADD `needs_approval` integer DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE `sessions` SET `proven_at` = `created_at`;--> statement-breakpoint
-- The vault has an owner from now on: whoever was its first administrator.
UPDATE `grants` SET `role` = 'owner' WHERE `id` = (
  SELECT g.`id` FROM `grants` g WHERE g.`organization_id` IS NULL AND g.`role` = 'admin' ORDER BY g.`created_at`, g.`id` LIMIT 1
);

ALTER TABLE `organizations` ADD `live_secrets` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `organizations` ADD `deleted_secrets` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `secret_versions` ADD `note` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `secrets` ADD `note` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `secrets` ADD `tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `secrets` ADD `expires_at` text;--> statement-breakpoint
ALTER TABLE `secrets` ADD `rotate_every_days` integer;--> statement-breakpoint
ALTER TABLE `secrets` ADD `reminds_at` text GENERATED ALWAYS AS (nullif(min(ifnull(expires_at, '~'), ifnull(strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, rotate_every_days || ' days'), '~')), '~')) VIRTUAL;--> statement-breakpoint
ALTER TABLE `secrets` ADD `size_bytes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `secrets` ADD `first_read_at` text;--> statement-breakpoint
CREATE INDEX `secrets_organization_updated` ON `secrets` (`organization_id`,`updated_at`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `secrets_organization_reminds` ON `secrets` (`organization_id`,`reminds_at`) WHERE deleted_at is null and reminds_at is not null;--> statement-breakpoint
CREATE INDEX `secrets_organization_sizes` ON `secrets` (`organization_id`,`size_bytes`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `secrets_organization_unread` ON `secrets` (`organization_id`,`seq`) WHERE deleted_at is null and first_read_at is null;--> statement-breakpoint
UPDATE `secrets` SET
  `size_bytes` = ifnull((SELECT v.`size_bytes` FROM `secret_versions` v WHERE v.`secret_id` = `secrets`.`id` AND v.`number` = `secrets`.`version_number`), 0),
  `first_read_at` = (SELECT min(e.`created_at`) FROM `events` e WHERE e.`secret_id` = `secrets`.`id` AND e.`type` = 'vault.data.read');--> statement-breakpoint
UPDATE `organizations` SET
  `live_secrets` = (SELECT count(*) FROM `secrets` s WHERE s.`organization_id` = `organizations`.`id` AND s.`deleted_at` IS NULL),
  `deleted_secrets` = (SELECT count(*) FROM `secrets` s WHERE s.`organization_id` = `organizations`.`id` AND s.`deleted_at` IS NOT NULL);--> statement-breakpoint
CREATE TRIGGER `secrets_counted_made` AFTER INSERT ON `secrets` WHEN new.`organization_id` IS NOT NULL BEGIN
  UPDATE `organizations` SET
    `live_secrets` = `live_secrets` + (new.`deleted_at` IS NULL),
    `deleted_secrets` = `deleted_secrets` + (new.`deleted_at` IS NOT NULL)
  WHERE `id` = new.`organization_id`;
END;--> statement-breakpoint
CREATE TRIGGER `secrets_counted_moved` AFTER UPDATE OF `deleted_at` ON `secrets` WHEN new.`organization_id` IS NOT NULL AND (old.`deleted_at` IS NULL) <> (new.`deleted_at` IS NULL) BEGIN
  UPDATE `organizations` SET
    `live_secrets` = `live_secrets` + (new.`deleted_at` IS NULL) - (old.`deleted_at` IS NULL),
    `deleted_secrets` = `deleted_secrets` + (new.`deleted_at` IS NOT NULL) - (old.`deleted_at` IS NOT NULL)
  WHERE `id` = new.`organization_id`;
END;--> statement-breakpoint
CREATE TRIGGER `secrets_counted_purged` AFTER DELETE ON `secrets` WHEN old.`organization_id` IS NOT NULL BEGIN
  UPDATE `organizations` SET
    `live_secrets` = `live_secrets` - (old.`deleted_at` IS NULL),
    `deleted_secrets` = `deleted_secrets` - (old.`deleted_at` IS NOT NULL)
  WHERE `id` = old.`organization_id`;
END;

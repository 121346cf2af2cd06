CREATE TABLE `verified_domains` (
	`domain` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `verified_domains_organization` ON `verified_domains` (`organization_id`);
--> statement-breakpoint
-- A domain that was marked for several organizations stays with the oldest of them, and is pending for the others.
INSERT OR IGNORE INTO `verified_domains` (`domain`, `organization_id`)
  SELECT lower(json_extract(d.`value`, '$.domain')), o.`id` FROM `organizations` o, json_each(o.`domains`) d
  WHERE json_extract(d.`value`, '$.state') = 'verified' AND o.`deleted_at` IS NULL ORDER BY o.`seq`;--> statement-breakpoint
UPDATE `organizations` SET `domains` = (
  SELECT json_group_array(json_set(d.`value`, '$.state', iif(v.`domain` IS NULL, 'pending', 'verified')))
  FROM json_each(`organizations`.`domains`) d
  LEFT JOIN `verified_domains` v ON v.`domain` = lower(json_extract(d.`value`, '$.domain')) AND v.`organization_id` = `organizations`.`id`
) WHERE `domains` LIKE '%"verified"%' AND `deleted_at` IS NULL;

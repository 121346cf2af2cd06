DROP INDEX `invitations_organization`;--> statement-breakpoint
CREATE INDEX `invitations_pending` ON `invitations` (`organization_id`,`seq`) WHERE accepted_at is null and revoked_at is null;--> statement-breakpoint
DROP INDEX `grants_organization`;--> statement-breakpoint
CREATE INDEX `grants_organization` ON `grants` (`organization_id`,`id`);
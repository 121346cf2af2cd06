import { TextLink } from '@/components/link';
import { mailsLinks } from '@/lib/web/mail';

/** The way on for who cannot sign in: by themselves where links are mailed, else through somebody else. */
export async function SignInFooter() {
  if (!(await mailsLinks()))
    return 'No account? An administrator invites you. No password any more? Whoever runs the server can make you a link.';
  return <TextLink href="/forgot">Forgot your password?</TextLink>;
}

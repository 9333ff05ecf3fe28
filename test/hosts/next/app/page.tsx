import { FeedbackWidget } from 'clarifeye-feedback/react';

// A server component: it passes no functions, and the proxy below has the token.
export default function Page() {
  return (
    <main>
      <p>Water boils at 100 °C at sea level.</p>
      <FeedbackWidget
        projectId="11111111-2222-4333-8444-555555555555"
        baseUrl="/api/clarifeye"
        conversationId="3c90c3cc-0d44-4b50-8888-8dd25736052a"
        queryId={0}
      />
    </main>
  );
}

export const dynamic = 'force-dynamic';

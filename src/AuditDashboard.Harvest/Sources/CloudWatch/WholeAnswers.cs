using Amazon.Runtime;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Makes the HTTP clients for clients of the SDK: the time that a call may take ends when all of its answer is here.</summary>
/// <remarks>
/// By itself the SDK counts it up to the headers. An answer that stops midway, as when a connection is dropped without a word, would be waited for
/// without end, and whoever harvests with it.
/// </remarks>
internal sealed class WholeAnswers : HttpClientFactory
{
    private static readonly TimeSpan OtherwiseTimeout = TimeSpan.FromSeconds(100);

    // Addresses change, and connections that are kept would not notice.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var connections = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = ConnectionLifetime };
        if (clientConfig.GetWebProxy() is { } proxy)
        {
            connections.Proxy = proxy;
        }

        return new HttpClient(new Handler(clientConfig.Timeout ?? OtherwiseTimeout) { InnerHandler = connections }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private sealed class Handler(TimeSpan timeout) : DelegatingHandler
    {
        /// <inheritdoc/>
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(timeout);
            HttpResponseMessage? answer = null;
            try
            {
                answer = await base.SendAsync(request, patience.Token);
                await answer.Content.LoadIntoBufferAsync(patience.Token);
                return answer;
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                answer?.Dispose();

                // As HttpClient says it of its own time.
                throw new TaskCanceledException("The answer did not come in time.", new TimeoutException("The answer did not come in time.", e));
            }
            catch
            {
                answer?.Dispose();
                throw;
            }
        }
    }
}

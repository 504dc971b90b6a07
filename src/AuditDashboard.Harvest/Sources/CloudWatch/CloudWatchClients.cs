using System.Globalization;
using Amazon;
using Amazon.CloudWatchLogs;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>The two clients of one cluster's log group.</summary>
internal sealed class CloudWatchClients : IDisposable
{
    // Answers tell whole seconds, and take their time.
    private static readonly TimeSpan ClockNoise = TimeSpan.FromSeconds(3);

    private long _clockAheadTicks = long.MinValue;

    /// <summary>Takes clients that were made elsewhere; disposes them.</summary>
    internal CloudWatchClients(AmazonCloudWatchLogsClient starter, AmazonCloudWatchLogsClient reader)
    {
        Starter = starter;
        Reader = reader;
        starter.AfterResponseEvent += ReadClock;
        reader.AfterResponseEvent += ReadClock;
    }

    /// <summary>How far this machine's clock was ahead of the service's when it last answered, to about a second; negative if it was behind, null if no answer came yet.</summary>
    public TimeSpan? ClockAhead => Interlocked.Read(ref _clockAheadTicks) is var ticks && ticks == long.MinValue ? null : TimeSpan.FromTicks(ticks);

    /// <summary>By how much this machine's clock has to be set back to tell the service's time; zero where it is behind, or by what a call takes.</summary>
    public TimeSpan AheadBy => ClockAhead is { } ahead && ahead > ClockNoise ? ahead : TimeSpan.Zero;

    /// <summary>
    /// Starts queries, and never repeats a call by itself: StartQuery has no token by which the service would know a repeated one, so each
    /// repetition after a lost answer would start, and bill, another query.
    /// </summary>
    public IAmazonCloudWatchLogs Starter { get; }

    /// <summary>Makes all other calls; those may be repeated.</summary>
    public IAmazonCloudWatchLogs Reader { get; }

    /// <summary>Makes the clients. Credentials are looked for by the whole chain of the SDK, anew when they expire.</summary>
    /// <exception cref="AmazonClientException">There is no such profile; the keys hold for good and that is not allowed; or a role is to be assumed, and there are no credentials to do so.</exception>
    /// <param name="options">The log group's options.</param>
    /// <param name="serviceUrl">The service's address; null for AWS, or what the environment says.</param>
    public static CloudWatchClients Create(CloudWatchSourceOptions options, string? serviceUrl = null)
    {
        var own = OwnOf(options);
        LongTermKeys.Check(own, options);
        return Create(
            options.RoleArn is null ? own : new RoleCredentials(own ?? DefaultAWSCredentialsIdentityResolver.GetCredentials(), options), options, serviceUrl);
    }

    /// <summary>The credentials that the options name; null for those of the environment.</summary>
    /// <exception cref="AmazonClientException">There is no such profile.</exception>
    internal static AWSCredentials? OwnOf(CloudWatchSourceOptions options) => options.Credentials ?? (options.Profile is { } profile ? FromProfile(profile) : null);

    /// <summary>Makes the clients with credentials, at an address of one's own.</summary>
    /// <param name="credentials">The credentials; null for those of the environment.</param>
    /// <param name="options">The log group's options.</param>
    /// <param name="serviceUrl">The address; null for AWS, or what the environment says.</param>
    internal static CloudWatchClients Create(AWSCredentials? credentials, CloudWatchSourceOptions options, string? serviceUrl)
    {
        return new CloudWatchClients(Make(repeats: false), Make(repeats: true));

        AmazonCloudWatchLogsClient Make(bool repeats)
        {
            var config = Configure(options, repeats);
            if (serviceUrl is not null)
            {
                config.ServiceURL = serviceUrl;
            }

            return credentials is null ? new AmazonCloudWatchLogsClient(config) : new AmazonCloudWatchLogsClient(credentials, config);
        }
    }

    /// <summary>How the service is reached. All that decides on repetitions is set here, whatever the environment says.</summary>
    /// <param name="options">The log group's options.</param>
    /// <param name="repeats">True repeats calls that failed, twice at most.</param>
    internal static AmazonCloudWatchLogsConfig Configure(CloudWatchSourceOptions options, bool repeats)
    {
        var config = new AmazonCloudWatchLogsConfig
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = repeats ? 2 : 0,

            // Counted apart from the others by the SDK, ten by default, and done even where the service had taken the call.
            MaxStaleConnectionRetries = repeats ? 2 : 0,
            Timeout = options.CallTimeout,
            HttpClientFactory = new WholeAnswers(),
        };
        if (options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        // At an address of one's own, the SDK would sign for us-east-1.
        config.AuthenticationRegion = config.RegionEndpoint?.SystemName;
        return config;
    }

    private static AWSCredentials FromProfile(string name) => new CredentialProfileStoreChain().TryGetAWSCredentials(name, out var credentials)
        ? credentials
        : throw new AmazonClientException($"AWS's shared config files hold no profile {name} with credentials.");

    // By the clock that calls are signed by.
    private void ReadClock(object sender, ResponseEventArgs e)
    {
        if (e is WebServiceResponseEventArgs answer && answer.ResponseHeaders.TryGetValue("Date", out var date)
            && DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            Interlocked.Exchange(ref _clockAheadTicks, (TimeProvider.System.GetUtcNow() - time).Ticks);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Starter.Dispose();
        Reader.Dispose();
    }
}

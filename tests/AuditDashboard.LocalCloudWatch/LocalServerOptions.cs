using System.Collections.Concurrent;
using AuditDashboard.LocalCloudWatch.Queries;
using AuditDashboard.LocalCloudWatch.Tokens;

namespace AuditDashboard.LocalCloudWatch;

/// <summary>How a local server behaves. What can be changed while it runs has a setter.</summary>
public sealed class LocalServerOptions
{
    /// <summary>Where it listens; default a free port of 127.0.0.1.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>Its clock: for delivery, the pace of queries, throttles and the ages of tokens.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The clock that signatures are checked by and that the <c>Date</c> of answers tells; default that of the machine, as clients sign by it.</summary>
    public TimeProvider SignatureClock { get; init; } = TimeProvider.System;

    /// <summary>Secrets by access key; default <c>test</c> with <c>test</c>.</summary>
    public IDictionary<string, string> Keys { get; } = new ConcurrentDictionary<string, string>(StringComparer.Ordinal) { ["test"] = "test" };

    /// <summary>Session tokens by access key: calls of these keys have to carry theirs. Default none.</summary>
    public IDictionary<string, string> SessionTokens { get; } = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The account in ARNs.</summary>
    public string Account { get; init; } = "111122223333";

    /// <summary>The region in ARNs.</summary>
    public string Region { get; init; } = "eu-west-1";

    /// <summary>True refuses calls that are signed for another region than <see cref="Region"/>, as an address of AWS does. Default false.</summary>
    public bool ChecksRegion { get; set; }

    /// <summary>Roles by ARN that callers may assume: the server answers as the Security Token Service too. Default none.</summary>
    public IDictionary<string, LocalRole> Roles { get; } = new ConcurrentDictionary<string, LocalRole>(StringComparer.Ordinal);

    /// <summary>What the inclusive end of a window means.</summary>
    public EndReading EndReading { get; set; } = EndReading.Instant;

    /// <summary>Most fields that are discovered in an event; default 200, null for all.</summary>
    /// <remarks>Queries that read <c>@message</c> in a condition or take it apart see all fields: the engine reads one text only.</remarks>
    public int? MaxDiscoveredFields { get; set; } = 200;

    /// <summary>Rows that a query gives if it asks for no number; default 10,000.</summary>
    public int DefaultRows { get; set; } = 10_000;

    /// <summary>Most rows that a query gives, whatever it asks for; default 100,000.</summary>
    public int MaxRows { get; set; } = 100_000;

    /// <summary>Largest number of rows that a query may ask for; default 100,000. It was 10,000 for years, and may be still elsewhere.</summary>
    public int MaxLimit { get; set; } = 100_000;

    /// <summary>Most rows of a page; default 10,000.</summary>
    public int PageRows { get; set; } = 10_000;

    /// <summary>Most queries that wait or run at once; default 100. Unit: queries.</summary>
    public int MaxConcurrentQueries { get; set; } = 100;

    /// <summary>How long a query takes, by its text; default <see cref="QueryPace.Default"/> for all.</summary>
    public Func<string, QueryPace> Pace { get; set; } = _ => QueryPace.Default;

    /// <summary>Bytes that each byte of an event counts for in statistics; default 1. Lets a small log stand for a large one.</summary>
    public double DeclaredBytesPerByte { get; set; } = 1;

    /// <summary>When an event that PutLogEvents writes becomes visible, given the time of writing; default at once.</summary>
    public Func<DateTimeOffset, DateTimeOffset> VisibleAt { get; set; } = now => now;

    /// <summary>How long the times that DescribeLogStreams tells of a stream's events lag behind; default not at all. The service says that it may be an hour.</summary>
    public TimeSpan StreamTimesLag { get; set; }

    /// <summary>True leaves the statistics out of answers, as some servers do.</summary>
    public bool OmitsStatistics { get; set; }

    /// <summary>True refuses queries over a time before all of their log groups were made, as the service does.</summary>
    public bool RefusesTimesBeforeCreation { get; set; }

    /// <summary>Calls a second by operation; operations that are not named have no limit. The figures are those that AWS publishes.</summary>
    public IDictionary<string, double> CallsPerSecond { get; } = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["StartQuery"] = 10,
        ["GetQueryResults"] = 10,
        ["DescribeLogGroups"] = 10,
        ["DescribeLogStreams"] = 25,
        ["FilterLogEvents"] = 10,
        ["GetLogEvents"] = 10,
        ["PutLogEvents"] = 5_000,
    };
}

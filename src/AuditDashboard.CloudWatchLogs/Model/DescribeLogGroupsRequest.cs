using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>Lists log groups, by name in ASCII order.</summary>
public partial class DescribeLogGroupsRequest : AmazonCloudWatchLogsRequest
{
    /// <summary>Accounts to look in, at most 20; needs <see cref="IncludeLinkedAccounts"/>.</summary>
    public List<string>? AccountIdentifiers { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>True lists the log groups of linked accounts too.</summary>
    public bool? IncludeLinkedAccounts { get; set; }

    /// <summary>Most log groups of a page, 1 to 50; the service takes 50 where it is not set.</summary>
    public int? Limit { get; set; }

    /// <summary>Only log groups of this class; null for all.</summary>
    public LogGroupClass? LogGroupClass { get; set; }

    /// <summary>Names or ARNs of log groups, at most 50; not with other filters.</summary>
    public List<string>? LogGroupIdentifiers { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Only names that hold this text; not together with <see cref="LogGroupNamePrefix"/>.</summary>
    public string? LogGroupNamePattern { get; set; }

    /// <summary>Only names that begin with this text.</summary>
    public string? LogGroupNamePrefix { get; set; }

    /// <summary>Where the answer before this one ended; null for the first page.</summary>
    public string? NextToken { get; set; }

    internal override string Operation => "DescribeLogGroups";

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("accountIdentifiers", AccountIdentifiers);
        writer.WriteMember("includeLinkedAccounts", IncludeLinkedAccounts);
        writer.WriteMember("limit", Limit);
        writer.WriteMember("logGroupClass", LogGroupClass?.Value);
        writer.WriteMember("logGroupIdentifiers", LogGroupIdentifiers);
        writer.WriteMember("logGroupNamePattern", LogGroupNamePattern);
        writer.WriteMember("logGroupNamePrefix", LogGroupNamePrefix);
        writer.WriteMember("nextToken", NextToken);
    }
}

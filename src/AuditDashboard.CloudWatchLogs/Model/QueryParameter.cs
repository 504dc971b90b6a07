using System.Text.Json;
using Amazon.CloudWatchLogs.Internal;

namespace Amazon.CloudWatchLogs.Model;

/// <summary>A parameter of a saved query.</summary>
public partial class QueryParameter
{
    /// <summary>What is put in where nothing else is given.</summary>
    public string? DefaultValue { get; set; }

    /// <summary>What it is for.</summary>
    public string? Description { get; set; }

    /// <summary>Name of the parameter.</summary>
    public string? Name { get; set; }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteMember("defaultValue", DefaultValue);
        writer.WriteMember("description", Description);
        writer.WriteMember("name", Name);
    }

    internal static QueryParameter Read(ref Utf8JsonReader reader)
    {
        var value = new QueryParameter();
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "defaultValue":
                    value.DefaultValue = reader.ReadText();
                    break;
                case "description":
                    value.Description = reader.ReadText();
                    break;
                case "name":
                    value.Name = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }
}

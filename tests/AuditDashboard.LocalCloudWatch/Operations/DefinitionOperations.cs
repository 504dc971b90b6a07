using System.Text.Json;
using AuditDashboard.LocalCloudWatch.Logs;
using AuditDashboard.LocalCloudWatch.Protocol;

namespace AuditDashboard.LocalCloudWatch.Operations;

/// <summary>PutQueryDefinition, DescribeQueryDefinitions, DeleteQueryDefinition.</summary>
internal sealed class DefinitionOperations(LogStore store)
{
    private static readonly string[] Languages = ["CWLI", "SQL", "PPL"];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Definition> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);

    public Task PutAsync(Call call)
    {
        var request = call.Request;
        var name = request.RequiredText("name", 1, 255);
        var text = request.RequiredText("queryString", 1, 10_000);
        var groups = request.Texts("logGroupNames", 50, 1, 512, Members.GroupName) ?? [];
        var language = request.Choice("queryLanguage", Languages) ?? "CWLI";
        var parameters = request.List("parameters") ?? [];
        var token = request.Text("clientToken", 36, 128);
        var given = request.Text("queryDefinitionId", 1, 256);
        lock (_lock)
        {
            if (given is not null && !_definitions.ContainsKey(given))
            {
                throw ServiceErrorException.NotFound("The specified query definition does not exist.");
            }

            var id = given ?? (token is not null && _tokens.TryGetValue(token, out var earlier) ? earlier : Guid.NewGuid().ToString());
            if (token is not null)
            {
                _tokens[token] = id;
            }

            _definitions[id] = new Definition(id, name, text, store.NowMs, groups, language, parameters);
            call.Answer.WriteString("queryDefinitionId", id);
        }

        return Task.CompletedTask;
    }

    public Task DescribeAsync(Call call)
    {
        var prefix = call.Request.Text("queryDefinitionNamePrefix", 1, 255);
        var language = call.Request.Choice("queryLanguage", Languages);
        var max = (int)(call.Request.Whole("maxResults", 1, 1000) ?? 1000);
        List<Definition> found;
        lock (_lock)
        {
            found = [.. _definitions.Values
                .Where(d => (prefix is null || d.Name.StartsWith(prefix, StringComparison.Ordinal)) && (language is null || d.Language == language))
                .OrderBy(d => d.Name, StringComparer.Ordinal).ThenBy(d => d.Id, StringComparer.Ordinal)];
        }

        Paging.Write(call, max, "queryDefinitions", found, d =>
        {
            call.Answer.WriteString("queryLanguage", d.Language);
            call.Answer.WriteString("queryDefinitionId", d.Id);
            call.Answer.WriteString("name", d.Name);
            call.Answer.WriteString("queryString", d.Text);
            call.Answer.WriteNumber("lastModified", d.ModifiedMs);
            call.Answer.WriteStartArray("logGroupNames");
            foreach (var group in d.Groups)
            {
                call.Answer.WriteStringValue(group);
            }

            call.Answer.WriteEndArray();
            if (d.Parameters.Count > 0)
            {
                call.Answer.WriteStartArray("parameters");
                foreach (var parameter in d.Parameters)
                {
                    parameter.WriteTo(call.Answer);
                }

                call.Answer.WriteEndArray();
            }
        });
        return Task.CompletedTask;
    }

    public Task DeleteAsync(Call call)
    {
        var id = call.Request.RequiredText("queryDefinitionId", 1, 256);
        lock (_lock)
        {
            call.Answer.WriteBoolean(
                "success", _definitions.Remove(id) ? true : throw ServiceErrorException.NotFound("The specified query definition does not exist."));
        }

        return Task.CompletedTask;
    }

    private sealed record Definition(
        string Id, string Name, string Text, long ModifiedMs, IReadOnlyList<string> Groups, string Language, IReadOnlyList<JsonElement> Parameters);
}

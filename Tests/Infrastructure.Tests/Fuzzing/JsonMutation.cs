using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace ClinicalEngagement.Infrastructure.Tests.Fuzzing;

/// <summary>JSON that stays JSON: a value of it is another one, is missing, is nested deeper, or stands there so often that it fills what a door takes.</summary>
internal static class JsonMutation
{
    private const int DeepestNesting = 100;

    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 10 * DeepestNesting };

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "38.5", "1e28", "1e999", "99999999999999999999", "0.0000000000000000000000000001", "\"\"", "\" \"", "\"a\"", "\"\\u0000\"", "\"\\ufeff\"", "\"a\\nb\"",
        "\"a@b.example\"", "\"a@b.example\\u2028\"", "\"2027-02-28\"", "\"9999-12-31\"", "\"-0001-01-01\"", "\"25:00\"", "\"monday\"", "\"=1+1\"", "\"<script>\"", "\"\\ud83d\\ude00\"", "{}", "[]", "[null]", "{\"name\":\"a\"}",
    ];

    /// <summary>Bytes for a door.</summary>
    /// <param name="limit">The most a door takes.</param>
    /// <param name="valid">What the door takes as it is.</param>
    public static Gen<byte[]> Of(int limit, params string[] valid)
    {
        var times = Gen.Frequency((30, Gen.Int[1, 5]), (8, Gen.Int[6, 300]), (1, Gen.Int[1000, limit]));
        var step = Gen.Select(Gen.Int[0, 5], Gen.Double.Unit, Gen.Int[0, Values.Length - 1], times);
        return Gen.Select(Gen.Int[0, valid.Length - 1], step.Array[0, 4], (which, steps) =>
        {
            var root = JsonNode.Parse(valid[which])!;
            foreach (var (what, where, value, count) in steps)
                Step(root, what, where, Values[value], count, limit);
            return Mutation.Cut(JsonSerializer.SerializeToUtf8Bytes(root, Deep), limit);
        });
    }

    private static void Step(JsonNode root, int what, double where, string value, int times, int limit)
    {
        var all = Below(root).ToArray();
        if (all.Length == 0)
            return;
        var node = all[(int)(where * all.Length)];
        var size = node.Node?.ToJsonString(Deep).Length ?? 4;
        switch (what)
        {
            case 0:
                Put(node, JsonNode.Parse(value));
                break;
            case 1 when node.Parent is JsonObject parent:
                parent.Remove(node.Name!);
                break;
            case 2 when node.Parent is JsonArray list:
                for (var i = 0; i < Math.Min(times, limit / (size + 1)); i++)
                    list.Add(node.Node?.DeepClone());
                break;
            case 3 when node.Node is JsonArray list:
                for (var i = 0; i < Math.Min(times, limit / (value.Length + 1)); i++)
                    list.Add(JsonNode.Parse(value));
                break;
            case 4 when node.Node is JsonValue text && text.TryGetValue<string>(out var words):
                Put(node, JsonValue.Create(string.Concat(Enumerable.Repeat(words.Length == 0 ? "a" : words, Math.Min(times, limit / (words.Length + 1))))));
                break;
            case 5:
                var inner = node.Node?.DeepClone();
                for (var i = 0; i < Math.Min(times, DeepestNesting); i++)
                    inner = i % 2 == 0 ? new JsonArray(inner) : new JsonObject { ["name"] = inner };
                Put(node, inner);
                break;
        }
    }

    private static void Put(Place place, JsonNode? value)
    {
        if (place.Parent is JsonObject members)
            members[place.Name!] = value;
        else
            ((JsonArray)place.Parent)[place.Index] = value;
    }

    // A list that is long already is not looked through.
    private static IEnumerable<Place> Below(JsonNode? node) => node switch
    {
        JsonObject members => members.ToArray().SelectMany(m => Below(m.Value).Prepend(new Place(members, m.Key, 0, m.Value))),
        JsonArray list => list.Take(50).ToArray().SelectMany((item, i) => Below(item).Prepend(new Place(list, null, i, item))),
        _ => [],
    };

    private sealed record Place(JsonNode Parent, string? Name, int Index, JsonNode? Node);
}

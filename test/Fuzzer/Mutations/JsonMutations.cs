using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fuzzer.Mutations;

/// <summary>JSON that is well-formed and says something else.</summary>
internal static class JsonMutations
{
    private static readonly string[] Odd =
        ["null", "true", "[]", "{}", "\"\"", "\"\\ud800\"", "\"NaN\"", "-1", "0", "1e308", "-1e308", "1e-320", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "0.5", "[[[]]]", "\"AAAA\""];

    public static byte[] Apply(byte[] content, Random random)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(content);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return ByteMutations.Apply(content, random);
        }

        var places = new List<(JsonNode Parent, string? Key, int Index)>();
        Collect(root, places);
        if (places.Count == 0)
        {
            return ByteMutations.Apply(content, random);
        }

        var (parent, key, index) = places[random.Next(places.Count)];
        int what = random.Next(6);
        if (parent is JsonObject owner)
        {
            if (what == 0)
            {
                owner.Remove(key!);
            }
            else if (what == 1)
            {
                owner[key + "2"] = owner[key!]?.DeepClone();
            }
            else
            {
                owner[key!] = JsonNode.Parse(Odd[random.Next(Odd.Length)]);
            }
        }
        else if (what == 0)
        {
            ((JsonArray)parent).RemoveAt(index);
        }
        else
        {
            ((JsonArray)parent)[index] = JsonNode.Parse(Odd[random.Next(Odd.Length)]);
        }

        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(root);
        }
        catch (JsonException)
        {
            // What an earlier mutation put there cannot be written again.
            return ByteMutations.Apply(content, random);
        }
    }

    private static void Collect(JsonNode? node, List<(JsonNode, string?, int)> places)
    {
        switch (node)
        {
            case JsonObject owner:
                foreach (var (key, value) in owner)
                {
                    places.Add((owner, key, 0));
                    Collect(value, places);
                }

                break;
            case JsonArray array:
                for (int i = 0; i < Math.Min(array.Count, 4); i++)
                {
                    places.Add((array, null, i));
                    Collect(array[i], places);
                }

                break;
        }
    }
}

namespace ClinicalEngagement.Functions.Durable;

/// <summary>Which instance ids every storage provider of Durable Functions takes.</summary>
/// <remarks>
/// They become keys of Azure tables: at most 100 characters, none of <c>/ \ # ?</c>, no control character, no <c>@</c> in front (which
/// marks an entity). Source: "Instance management in Durable Functions", Microsoft Learn.
/// </remarks>
internal static class InstanceIds
{
    private const int Longest = 100;

    /// <exception cref="ArgumentException">The id is not portable.</exception>
    public static void EnsurePortable(string instanceId)
    {
        if (instanceId.Length is 0 or > Longest || instanceId[0] == '@' || instanceId.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)))
            throw new ArgumentException(
                $"'{instanceId}' can't be the id of an orchestration: 1 to {Longest} characters, without / \\ # ? and control characters, not beginning with @.",
                nameof(instanceId));
    }
}

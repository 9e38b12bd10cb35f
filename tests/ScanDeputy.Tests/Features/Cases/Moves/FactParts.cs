using System.Reflection;
using System.Resources;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Papers;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Pages.Cases;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>The places in which a fact must stand, and what it must say truly about itself.</summary>
internal static class FactParts
{
    /// <summary>Under which it is stored; null for a fact that is not registered.</summary>
    public static string? StoredNameOf(Fact fact) => typeof(Fact).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .FirstOrDefault(entry => entry.DerivedType == fact.GetType())?.TypeDiscriminator as string;

    /// <summary>The places in which it is missing.</summary>
    /// <param name="cases">In which it may be told.</param>
    public static IReadOnlyList<string> MissingOf(Fact fact, IEnumerable<Case> cases)
    {
        var name = StoredNameOf(fact);
        var missing = new List<string>();
        if (name is null)
            missing.Add("stored name");
        if (name is null || Terms.Find($"Fact.{name}") is null)
            missing.Add("word");
        if (!FactPapers.Knows(fact))
            missing.Add("papers");
        missing.AddRange(LinesMissing(fact, name ?? ""));
        missing.AddRange(cases.SelectMany(fact.Tells).Distinct().SelectMany(TextsOf).Distinct(StringComparer.Ordinal).Where(key => !Exists(key)).Select(key => $"notice {key}"));
        return missing;
    }

    /// <summary>What a fact says of the clock, for a case as it was: where no stage is open, none can end.</summary>
    public static ClockEffect SaidOf(Fact fact, Case before) => (fact.Clock(), before.OpenStage) switch
    {
        (ClockEffect.Ends, null) => ClockEffect.None,
        (ClockEffect.Passes, null) => ClockEffect.Opens,
        var (said, _) => said,
    };

    /// <summary>What a fact did to the clock of the stages, read off the stages.</summary>
    public static ClockEffect EffectOf(Case before, Case after)
    {
        var (was, opened) = (before.OpenStage, after.Stages.Count > before.Stages.Count);
        var ended = was is not null && !after.Stages[before.Stages.Count - 1].IsOpen;
        if (ended || opened)
            return ended && opened ? ClockEffect.Passes : ended ? ClockEffect.Ends : ClockEffect.Opens;
        if (was is null || after.OpenStage is not { } now)
            return ClockEffect.None;
        if (now.ExtensionDays != was.ExtensionDays)
            return ClockEffect.Extends;

        return now.IsPaused == was.IsPaused ? ClockEffect.None : now.IsPaused ? ClockEffect.Stops : ClockEffect.Resumes;
    }

    /// <summary>Every property is on a line of the event, by itself or as the name of whom it mentions, or is left out on purpose.</summary>
    private static IEnumerable<string> LinesMissing(Fact fact, string name) =>
        from property in fact.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let stored = JsonNamingPolicy.CamelCase.ConvertName(property.Name)
        where !EventLines.Knows(name, stored)
        where !fact.Mentions().Any(mention => stored == $"{mention.Name}Id" && EventLines.Knows(name, mention.Name))
        select $"line {stored}";

    private static IEnumerable<string> TextsOf(News news)
    {
        yield return news.TextKey;
        // Whoever only follows the case reads the same in the third person.
        if (news.To == Audience.Residents)
            yield return $"followed.{news.TextKey}";
        if (news.DetailKey is { } detail)
            yield return detail;
    }

    private static bool Exists(string key)
    {
        try
        {
            return NoticeTexts.Format(key, "LZ-2026-000001", "5月20日").Length > 0;
        }
        catch (MissingManifestResourceException)
        {
            return false;
        }
    }
}

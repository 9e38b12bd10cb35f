using System.Text.Json;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Features.Administration.Audit;

/// <summary>The audit trail in words.</summary>
public static class AuditTexts
{
    public static string KindOf(string kind) => Terms.Find($"Audit.{kind}") ?? kind;

    /// <summary>A register that has no word of its own here is called as its address is.</summary>
    public static string ObjectOf(string register) => Terms.Find($"AuditObject.{register}") ?? register;

    public static string Of(ListAudit.Item item) => string.Join('；', item.Changes.Select(change => Of(item.Register, change)));

    private static string Of(string register, ListAudit.Change change)
    {
        var name = NameOf(register, change.Name);
        return change.Old is null ? $"{name}：{Value(change.Name, change.New)}" : $"{name}：{Value(change.Name, change.Old)} → {Value(change.Name, change.New)}";
    }

    /// <summary>As the register's own sheet calls it; what stands in none has a word here.</summary>
    private static string NameOf(string register, string name) =>
        Terms.Find($"AuditField.{name}") ?? SheetDefinition.Find(register.Replace('-', '_'))?.LabelOrNameOf(name) ?? name;

    private static string Value(string name, JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => "（空）",
        { ValueKind: JsonValueKind.True } => "是",
        { ValueKind: JsonValueKind.False } => "否",
        { } written when name == "kind" => Terms.Find($"AccountChange.{written}") ?? written.ToString(),
        { } written => written.ToString(),
    };
}

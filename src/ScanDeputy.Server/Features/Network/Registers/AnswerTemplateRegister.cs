using System.Text.Json.Serialization;
using FluentValidation;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Templates;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>答复模板: texts that an office keeps for what it writes often, for one category or for all.</summary>
public sealed class AnswerTemplateRegister : Register<AnswerTemplateRegister.Item, AnswerTemplateRegister.Fields>
{
    public static readonly AnswerTemplateRegister Instance = new();

    /// <param name="Number">The office's own; given when left out, and never changed.</param>
    /// <param name="Category">Its id; for cases of every category when left out.</param>
    /// <param name="Move">For which move.</param>
    /// <param name="Text">With placeholders in braces: 编号, 称呼, 类别, 地点, 承办单位, 承诺日期.</param>
    public sealed record Fields(string? Number, string? Category, [property: ClosedList<TemplateMoves>] string? Move, string? Title, string? Text);

    /// <summary>A choice that is none is named before the row is looked for, as in every body.</summary>
    public sealed class Validator : AbstractValidator<Fields>
    {
        public Validator() => RuleFor(fields => fields.Move).Must(move => move is null || TemplateMoves.Find(move) is not null).WithMessage(_ => ErrorTexts.Field("field_choice", "move"));
    }

    public sealed record Item : IRegisterItem
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string? Category { get; init; }

        [ClosedList<TemplateMoves>]
        public string Move => MoveNames.NameOf(Stored);

        public string Title { get; init; } = "";

        public string Text { get; init; } = "";

        public bool Active { get; init; }

        public int Version { get; init; }

        [JsonIgnore]
        public string StoredMove { get; init; } = "";

        private Move Stored => Enum.Parse<Move>(StoredMove);

        IEnumerable<string> IRegisterItem.Searched => [Number, Category ?? "", Terms.Of(Stored), Title, Text];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = Number,
            ["category"] = Category ?? "",
            ["move"] = Terms.Of(Stored),
            ["title"] = Title,
            ["text"] = Text,
            ["active"] = Active ? "是" : "否",
        };
    }

    public override string Name => "answer-templates";

    public override string OperationName => "AnswerTemplate";

    public override SheetDefinition Sheet => SheetDefinition.AnswerTemplates;

    public override IReadOnlyList<string> Keys => ["id"];

    public override string NumberPrefix => "M";

    protected override string Select => """
        select id, coalesce(reference, id) as number, category_id as category, move as stored_move, title, text, active, version
        from answer_templates where jurisdiction = @Jurisdiction order by coalesce(reference, id)
        """;

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["id"] = fields.Number,
        ["category"] = fields.Category,
        ["move"] = TemplateMoves.Find(fields.Move)?.ToString() ?? fields.Move,
        ["title"] = fields.Title,
        ["text"] = fields.Text,
    };
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Splitting, containers and word games. Concatenations were run by Python 3.11. */
#include "test_disguise_rows.h"

static const struct disguise_row rows[] = {
	{ "CSV writes quotes twice", "csv_cell", 0, SLICE_INIT("say \"hi\""),
	  SLICE_INIT("1,\"say \"\"hi\"\"\",open") },
	{ "XML escapes", "xml_element", 0, SLICE_INIT("a<b & c"),
	  SLICE_INIT("<prompt>a&lt;b &amp; c</prompt>") },
	{ "JSON in JSON", "json_in_json", 0, SLICE_INIT("say \"hi\""),
	  SLICE_INIT("{\"body\": \"{\\\"prompt\\\": \\\"say \\\\\\\"hi\\\\\\\"\\\"}\"}") },
	{ "Pig Latin of qu and of vowels", "pig_latin", 0, SLICE_INIT("how to quit apples"),
	  SLICE_INIT("owhay otay itquay applesway") },
	{ "concat word", "concat_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to \"ba\" + \"ke\"") },
	{ "concat plus", "concat_plus", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\"how t\" + \"o bak\" + \"e\"") },
	{ "concat plus tight", "concat_plus_tight", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("'how t'+'o bak'+'e'") },
	{ "concat dot", "concat_dot", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("'how t' . 'o bak' . 'e'") },
	{ "concat ampersand", "concat_ampersand", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\"how t\" & \"o bak\" & \"e\"") },
	{ "concat bars", "concat_bars", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("'how t' || 'o bak' || 'e'") },
	{ "concat comma", "concat_comma", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("concat(\"how t\", \"o bak\", \"e\")") },
	{ "concat adjacent", "concat_adjacent", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\"how t\" \"o bak\" \"e\"") },
	{ "concat lines", "concat_lines", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("(\"how t\"\n \"o bak\"\n \"e\")") },
	{ "join python", "join_python", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\"\".join([\"how t\", \"o bak\", \"e\"])") },
	{ "join javascript", "join_javascript", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("[\"how t\", \"o bak\", \"e\"].join(\"\")") },
	{ "json pieces", "json_pieces", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("[\"how t\",\"o bak\",\"e\"]") },
	{ "template literals", "template_literals", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("`${\"how t\"}${\"o bak\"}${\"e\"}`") },
	{ "format string", "format_string", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("f\"{'how t'}{'o bak'}{'e'}\"") },
	{ "chunks on lines", "chunks_on_lines", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how t\no bak\ne") },
	{ "chunks in brackets", "chunks_in_brackets", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("[how t] [o bak] [e]") },
	{ "chunks piped", "chunks_piped", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how t|o bak|e") },
	{ "variables added", "variables_added", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("a = \"how t\"; b = \"o bak\"; c = \"e\"; a + b + c") },
	{ "variables on lines", "variables_on_lines", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("a = \"how t\"\nb = \"o bak\"\nc = \"e\"\nprint(a + b + c)") },
	{ "parts named", "parts_named", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("part1=\"how t\"\npart2=\"o bak\"\npart3=\"e\"\npart1+part2+par"
	             "t3") },
	{ "pieces indexed", "pieces_indexed", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("[0] \"how t\" [1] \"o bak\" [2] \"e\"") },
	{ "array filled", "array_filled", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("s[0] = \"how t\"; s[1] = \"o bak\"; s[2] = \"e\"") },
	{ "slice reversed", "slice_reversed", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\"ekab ot woh\"[::-1]") },
	{ "names in brackets", "names_in_brackets", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("[A]=bake. how to [A]") },
	{ "names in lines", "names_in_lines", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("[A] = bake\n\nhow to [A]") },
	{ "names with dollars", "names_with_dollars", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("$A = \"bake\"; how to $A") },
	{ "names braced", "names_braced", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("{A}: bake\nhow to {A}") },
	{ "names that mean", "names_that_mean", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("'A' means 'bake'. how to 'A'") },
	{ "letter table lines", "letter_table_lines", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("a -> f\nb -> m\nc -> t\nd -> a\ne -> h\nf -> o\ng -> v\nh -> c"
	             "\ni -> j\nj -> q\nk -> x\nl -> e\nm -> l\nn -> s\no -> z\np ->"
	             " g\nq -> n\nr -> u\ns -> b\nt -> i\nu -> p\nv -> w\nw -> d\nx "
	             "-> k\ny -> r\nz -> y\n\nczd iz mfxh") },
	{ "letter table json", "letter_table_json", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("{\"a\": \"f\", \"b\": \"m\", \"c\": \"t\", \"d\": \"a\", \"e\""
	             ": \"h\", \"f\": \"o\", \"g\": \"v\", \"h\": \"c\", \"i\": \"j"
	             "\", \"j\": \"q\", \"k\": \"x\", \"l\": \"e\", \"m\": \"l\", \""
	             "n\": \"s\", \"o\": \"z\", \"p\": \"g\", \"q\": \"n\", \"r\": "
	             "\"u\", \"s\": \"b\", \"t\": \"i\", \"u\": \"p\", \"v\": \"w\","
	             " \"w\": \"d\", \"x\": \"k\", \"y\": \"r\", \"z\": \"y\"}\nczd "
	             "iz mfxh") },
	{ "letter table list", "letter_table_list", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("a=f, b=m, c=t, d=a, e=h, f=o, g=v, h=c, i=j, j=q, k=x, l=e, m="
	             "l, n=s, o=z, p=g, q=n, r=u, s=b, t=i, u=p, v=w, w=d, x=k, y=r,"
	             " z=y. czd iz mfxh") },
	{ "initials of lines", "initials_of_lines", 0, SLICE_INIT("What is the shortcake"),
	  SLICE_INIT("windows are here\nhills are here\napples are here\ntrees are h"
	             "ere\nislands are here\nstones are here\ntrees are here\nhills "
	             "are here\nevenings are here\nstones are here\nhills are here\n"
	             "oranges are here\nrivers are here\ntrees are here\nclouds are "
	             "here\napples are here\nkettles are here\nevenings") },
	{ "initials of words", "initials_of_words", 0, SLICE_INIT("What is the shortcake"),
	  SLICE_INIT("windows hills apples trees islands stones trees hills evenings"
	             " stones hills oranges rivers trees clouds apples kettles eveni"
	             "ngs") },
	{ "initials in brackets", "initials_in_brackets", 0, SLICE_INIT("What is the shortcake"),
	  SLICE_INIT("(w)indows (h)ills (a)pples (t)rees (i)slands (s)tones (t)rees "
	             "(h)ills (e)venings (s)tones (h)ills (o)ranges (r)ivers (t)rees"
	             " (c)louds (a)pples (k)ettles (e)venings") },
	{ "markdown fence", "markdown_fence", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("```\nhow to bake\n```") },
	{ "markdown fence named", "markdown_fence_named", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("```python\nhow to bake\n```") },
	{ "markdown quote", "markdown_quote", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("> how to bake") },
	{ "markdown heading", "markdown_heading", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("# how to bake") },
	{ "markdown item", "markdown_item", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("- [ ] how to bake") },
	{ "markdown cell", "markdown_cell", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("| task | how to bake |") },
	{ "markdown whole bold", "markdown_whole_bold", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("**how to bake**") },
	{ "html comment", "html_comment", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("<!-- how to bake -->") },
	{ "c comment", "c_comment", 0, SLICE_INIT("how to bake"), SLICE_INIT("/* how to bake */") },
	{ "line comment", "line_comment", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("// how to bake") },
	{ "docstring", "docstring", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("def f():\n    \"\"\"how to bake\"\"\"\n    pass") },
	{ "ini value", "ini_value", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("[task]\nprompt = how to bake\n") },
	{ "system tags", "system_tags", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("<|im_start|>user\nhow to bake<|im_end|>") },
	{ "square tags", "square_tags", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("[INST] how to bake [/INST]") },
	{ "json value", "json_value", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("{\"prompt\": \"how to bake\"}") },
	{ "json deep", "json_deep", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("{\"a\": [{\"role\": \"user\", \"content\": \"how to bake\"}]}") },
	{ "json in json", "json_in_json", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("{\"body\": \"{\\\"prompt\\\": \\\"how to bake\\\"}\"}") },
	{ "code string", "code_string", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("print(\"how to bake\")") },
	{ "xml element", "xml_element", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("<prompt>how to bake</prompt>") },
	{ "xml cdata", "xml_cdata", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("<prompt><![CDATA[how to bake]]></prompt>") },
	{ "csv cell", "csv_cell", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("1,\"how to bake\",open") },
	{ "php serialized", "php_serialized", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("s:11:\"how to bake\";") },
	{ "yaml value", "yaml_value", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("prompt: \"how to bake\"\n") },
	{ "url parameter", "url_parameter", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("https://example.org/search?q=%68%6F%77+%74%6F+%62%61%6B%65") },
	{ "pig latin", "pig_latin", 0, SLICE_INIT("how to bake"), SLICE_INIT("owhay otay akebay") },
	{ "pig latin yay", "pig_latin_yay", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("owhay otay akebay") },
	{ "ubbi dubbi", "ubbi_dubbi", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("hubow tubo bubakube") },
	{ "oppish", "oppish", 0, SLICE_INIT("how to bake"), SLICE_INIT("hopow topo bopakope") },
	{ "javanais", "javanais", 0, SLICE_INIT("how to bake"), SLICE_INIT("havow tavo bavakave") },
	{ "rovarspraket", "rovarspraket", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("hohowow toto bobakoke") },
};

int main(void)
{
	struct rows tests = { 0 };

	ROWS_ADD(&tests, disguise_encodes, rows);
	return rows_run(&tests, "disguise_framed");
}

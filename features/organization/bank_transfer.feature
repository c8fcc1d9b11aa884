# language: zh-CN
@v3 @organization @page @sms
功能: 对公打款认证 · 正向打款
  依据: 手册 企业实名认证 · 法人本人做企业实名 · 对公打款认证 · 正向打款

  @ORG-BANK-01 @bank @letter @clock @notice @browser
  场景: 授权书审核通过、金额回填正确，完成企业实名
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
    而且 他在电脑上为企业走到了「对公账户信息」
    当 他填写对公账户并点击下一步
    那么 页面是「打款信息确认」
    而且 「打款状态」是"requested"
    而且 「授权书状态」是"missing"
    当 他上传盖章的授权书
    那么 「授权书状态」是"reviewing"
    当 审核人员通过授权书
    而且 时间过去1天
    那么 企业的对公账户收到1笔款项
    而且 最近到账的金额在1元以下
    当 他刷新页面
    那么 「打款状态」是"arrived"
    而且 「授权书状态」是"approved"
    当 他填写到账金额并提交
    那么 认证结果是通过
    而且 接收方收到1个AUTH_PASS通知
    当 调用方查询流程详情
    那么 返回数据为
      | authType             | ORG               |
      | realNameStatus       | 1                 |
      | authInfo.orgAuthMode | ORG_BANK_TRANSFER |
